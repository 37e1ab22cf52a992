import { ProbeError } from "../errors/probe-error.js";
import type { Btf, BtfType } from "../kernel/btf.js";
import { resolveMember } from "./member.js";

/** Where the members of a record are that the session itself reads. */
export interface OwnRecord<Member extends string> {
  readonly sizeBytes: number;
  readonly offsets: Readonly<Record<Member, number>>;
  readonly types: Readonly<Record<Member, BtfType>>;
}

/**
 * Reads the layout from the BTF of the session's own object, which is built from the same
 * headers as the probes' objects.
 *
 * @throws {ProbeError} `ERR_RECORD_LAYOUT`
 */
export function bindOwnRecord<Member extends string>(
  btf: Btf,
  name: string,
  members: readonly Member[],
): OwnRecord<Member> {
  const fail = (message: string): never => {
    throw new ProbeError("ERR_RECORD_LAYOUT", {
      probe: "session",
      operation: "bind",
      object: `struct ${name}`,
      message,
    });
  };
  const struct = btf.struct(name) ?? fail("not in the object's BTF; build @probekit/core again");
  const found = members.map((member) => {
    const resolved = resolveMember(struct, member);
    return "missing" in resolved ? fail(`no member ${member}`) : ([member, resolved] as const);
  });
  const byName = <T>(value: (member: (typeof found)[number][1]) => T) =>
    Object.fromEntries(found.map(([member, resolved]) => [member, value(resolved)])) as Record<Member, T>;
  return {
    sizeBytes: struct.sizeBytes,
    offsets: byName(({ offsetBytes }) => offsetBytes),
    types: byName(({ type }) => type),
  };
}
