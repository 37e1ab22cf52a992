import type { Btf } from "../kernel/btf.js";

export const truncatedFlag = 1;
export const unreadableFlag = 2;

/**
 * `enum probe_flag` of probekit/wire.h. Programs use its names but declare nothing of its type,
 * so that most objects' BTF is without it.
 */
const bits = [
  ["PROBE_FLAG_TRUNCATED", truncatedFlag],
  ["PROBE_FLAG_UNREADABLE", unreadableFlag],
] as const;

/** The bits of the header's flags: as the object has them, where it tells. */
export function flagBits(btf: Btf): ReadonlyMap<string, number> {
  const found = btf.enum("probe_flag");
  return new Map(found ? found.values.map(({ name, value }) => [name, Number(value)]) : bits);
}
