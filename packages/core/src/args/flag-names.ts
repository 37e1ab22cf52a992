/**
 * Bits by their names, as strace writes them: `SOCK_NONBLOCK|SOCK_CLOEXEC`. What has no name
 * follows in hexadecimal.
 */
export function flagNames(bits: number, names: readonly (readonly [bit: number, name: string])[]): string[] {
  const found = names.filter(([bit]) => (bits & bit) === bit);
  const rest = found.reduce((left, [bit]) => left & ~bit, bits) >>> 0;
  const known = found.map(([, name]) => name);
  return rest === 0 ? known : [...known, `0x${rest.toString(16)}`];
}
