import type { Kernel } from "@probekit/core";
import type * as native from "./index.js";

type Assert<T extends true> = T;

/** Compiles only while this package has the shape that core's sessions ask for. */
export type NativeIsAKernel = Assert<typeof native extends Kernel ? true : false>;
