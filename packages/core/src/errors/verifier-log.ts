/** Lines that the verifier prints around what matters. */
const noise =
  /^(processed \d+ insns|verification time|stack depth|mark_precise|peak_states|-- (BEGIN|END)|from \d+ to|\d+: \(|\d+: R\d|R\d+[=_]|; |max_states|(cur|old) state: |libbpf: (prog|failed|object|permission error)|$)/;

/**
 * The line of a verifier's log that says what it objects to: the last one that is neither an
 * instruction nor a register state nor statistics. Empty if there is none.
 */
export function verifierReason(log: string): string {
  const lines = log.split("\n").map((line) => line.trim());
  return lines.findLast((line) => !noise.test(line)) ?? "";
}
