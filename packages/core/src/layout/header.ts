import type { BtfStruct } from "../kernel/btf.js";
import { resolveMember } from "./member.js";

/**
 * `struct probe_header` of probekit/wire.h: member, offset and size. Every record begins with
 * it, and records are told apart by it before anything else is known of them: it is the one
 * struct whose layout is fixed here, and an object must have it the same.
 */
const layout = [
  ["time_ns", 0, 8],
  ["probe", 8, 2],
  ["event", 10, 2],
  ["flags", 12, 4],
] as const;

/** What is wrong with an object's `struct probe_header`; `undefined` when nothing is. */
export function headerProblem(header: BtfStruct): string | undefined {
  const differs = layout.find(([name, offsetBytes, sizeBytes]) => {
    const member = resolveMember(header, name);
    return "missing" in member || member.offsetBytes !== offsetBytes || member.type.sizeBytes !== sizeBytes;
  });
  if (!differs) return undefined;
  const [name, offsetBytes, sizeBytes] = differs;
  return `struct probe_header has no ${name} of ${sizeBytes} bytes at ${offsetBytes}: the object was built with other headers than this version of @probekit/core; build it again`;
}
