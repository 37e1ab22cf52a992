/** Dotted decimal. */
export function ipv4Text(bytes: Uint8Array, at: number): string {
  return `${bytes[at]}.${bytes[at + 1]}.${bytes[at + 2]}.${bytes[at + 3]}`;
}

/**
 * As RFC 5952 wants it: lower case, no leading zeros, the longest run of two or more zero
 * groups as `::`, and IPv4-mapped addresses with a dotted end.
 */
export function ipv6Text(bytes: Uint8Array, at: number): string {
  const groups = Array.from(
    { length: 8 },
    (_, index) => ((bytes[at + 2 * index] as number) << 8) | (bytes[at + 2 * index + 1] as number),
  );
  const { start, length } = longestZeros(groups);
  if (start === 0 && length === 5 && groups[5] === 0xffff) return `::ffff:${ipv4Text(bytes, at + 12)}`;
  const text = (from: number, to?: number) =>
    groups
      .slice(from, to)
      .map((group) => group.toString(16))
      .join(":");
  return length < 2 ? text(0) : `${text(0, start)}::${text(start + length)}`;
}

/** The first of the longest runs. */
function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (const [index, group] of groups.entries()) {
    if (group !== 0) start = index + 1;
    else if (index + 1 - start > best.length) best = { start, length: index + 1 - start };
  }
  return best;
}
