import type { AttachSpec } from "../contract/attach.js";
import type { Kernel, OpenedObject } from "../kernel/kernel.js";
import { argumentPositions } from "./arguments.js";
import { setConstants } from "./constants.js";

/** Tells a program where its arguments are on this kernel (`PROBE_ARG` in probekit/attach.bpf.h). */
export function setArguments(
  probe: string,
  program: string,
  spec: AttachSpec,
  object: OpenedObject,
  kernel: Kernel,
): void {
  if (!spec.args) return;
  const positions = argumentPositions(probe, program, spec, () => kernel.kernelBtf());
  setConstants(
    probe,
    object,
    Object.fromEntries(
      [...positions].map(([name, position]) => [`probekit_arg_${program}_${name}`, position]),
    ),
  );
}
