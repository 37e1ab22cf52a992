import type { AttachSpec } from "../contract/attach.js";
import { ProbeError } from "../errors/probe-error.js";
import type { Kernel, OpenedObject } from "../kernel/kernel.js";
import { argumentPositions } from "./arguments.js";
import { setConstants } from "./constants.js";

/**
 * Tells a program where its arguments are on this kernel (`PROBE_ARG` in probekit/attach.bpf.h).
 *
 * @throws {ProbeError} `ERR_ARGUMENT`, also when they are not in the same place in all targets
 */
export function setArguments(
  probe: string,
  program: string,
  specs: readonly AttachSpec[],
  object: OpenedObject,
  kernel: Kernel,
): void {
  const constants: Record<string, number> = {};
  for (const spec of specs) {
    for (const [name, position] of argumentPositions(probe, program, spec, () => kernel.kernelBtf())) {
      const variable = `probekit_arg_${program}_${name}`;
      if ((constants[variable] ?? position) !== position) {
        throw new ProbeError("ERR_ARGUMENT", {
          probe,
          operation: "resolve",
          object: `${program} (${spec.target})`,
          message: `its ${name} is argument ${position}, that of ${specs[0]?.target} is ${constants[variable]}; write a program for each`,
        });
      }
      constants[variable] = position;
    }
  }
  setConstants(probe, object, constants);
}
