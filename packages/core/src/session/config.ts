import { ProbeError } from "../errors/probe-error.js";
import type { OpenedObject } from "../kernel/kernel.js";
import { resolveMember } from "../layout/member.js";

/** `struct probekit_config` of probekit/config.bpf.h, in the names of its members. */
export interface ObjectConfig {
  readonly probe: number;
  readonly namespaces: number;
  readonly filter_enabled: number;
  readonly filter_negated: number;
  readonly pid_ns: number;
  readonly pid_ns_level: number;
  readonly cgroups: number;
  readonly containers: number;
  readonly scope: number;
  readonly events_off: bigint;
}

/** What is the same for all objects of a session. */
export type SessionConfig = Omit<ObjectConfig, "probe" | "scope" | "events_off">;

/** Sets what the framework's headers read. @throws {ProbeError} `ERR_CONTRACT` */
export function setConfig(probe: string, object: OpenedObject, config: ObjectConfig): void {
  const variable = object.btf.variable("probekit_config");
  if (variable?.type.kind !== "struct") {
    throw new ProbeError("ERR_CONTRACT", {
      probe,
      operation: "configure",
      message: "the object does not include <probekit/probe.bpf.h>",
    });
  }
  for (const [name, value] of Object.entries(config)) {
    const member = resolveMember(variable.type, name);
    if ("missing" in member) {
      throw new ProbeError("ERR_CONTRACT", {
        probe,
        operation: "configure",
        object: `probekit_config.${name}`,
        message:
          "the object was built with other headers than this version of @probekit/core; build it again",
      });
    }
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(BigInt(value));
    object.setData(
      variable.section,
      variable.offsetBytes + member.offsetBytes,
      bytes.subarray(0, member.type.sizeBytes),
    );
  }
}
