export { kernelBtf } from "./btf.js";
export type * from "./btf-types.js";
export { effectiveCapabilities } from "./capabilities.js";
export {
  clocks,
  hasTracepoint,
  type KernelObjectIds,
  kernelObjectIds,
  libbpfVersion,
} from "./host.js";
export { openMap } from "./map.js";
export { openObject } from "./opened-object.js";
export { openRing } from "./ring.js";
export type * from "./types.js";
