import { symbolTypes } from "@probekit/core";
import { asItIs, type Kind } from "./kind.js";

/** The types of core that are one word, decoded to what strace writes. */
export const flags: Readonly<Record<string, Kind<string>>> = Object.fromEntries(
  Object.entries(symbolTypes).map(([name, type]) => [name, asItIs(type)]),
);
