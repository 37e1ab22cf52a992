/** 16 bytes as on the network, in four words as this machine reads them; IPv4 as `::ffff:a.b.c.d`. */
export interface AddressWords {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

/**
 * An address as RFC 5952 writes it: `192.0.2.1`, `2001:db8::1`; `::ffff:192.0.2.1` for the peer
 * of an IPv6 socket that speaks IPv4.
 *
 * @param isIpv4 whether the socket's own family is IPv4
 */
export function formatAddress({ a, b, c, d }: AddressWords, isIpv4: boolean): string {
  if (isIpv4) return dotted(d);
  if (a === 0 && b === 0 && c >>> 0 === mappedWord) return `::ffff:${dotted(d)}`;
  const groups = [a, b, c, d].flatMap((word) => [
    ((word & 0xff) << 8) | ((word >>> 8) & 0xff),
    ((word >>> 8) & 0xff00) | (word >>> 24),
  ]);
  const zeros = longestZeros(groups);
  const hex = groups.map((group) => group.toString(16));
  if (zeros.length < 2) return hex.join(":");
  return `${hex.slice(0, zeros.from).join(":")}::${hex.slice(zeros.from + zeros.length).join(":")}`;
}

/** The bytes 0, 0, 0xff, 0xff read by a little-endian machine. */
const mappedWord = 0xffff0000;

function dotted(word: number): string {
  return `${word & 0xff}.${(word >>> 8) & 0xff}.${(word >>> 16) & 0xff}.${word >>> 24}`;
}

function longestZeros(groups: readonly number[]): { readonly from: number; readonly length: number } {
  let best = { from: 0, length: 0 };
  for (let from = 0; from < groups.length; from++) {
    let length = 0;
    while (groups[from + length] === 0) length++;
    if (length > best.length) best = { from, length };
  }
  return best;
}
