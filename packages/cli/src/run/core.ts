import type * as core from "@probekit/core";

/**
 * Core, imported when something is to be traced. A static import of a value would have every command line
 * load it, for all of `run` is one file.
 */
export type Core = typeof core;
