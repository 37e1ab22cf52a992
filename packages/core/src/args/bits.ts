/** Constants by their names; `undefined` for one that this architecture does not have. */
export type Constants = { readonly [name: string]: number | undefined };

/** Bits of a word that are one value, and not flags of their own. */
export interface BitField {
  readonly mask: number;
  /** Behind the flags, and not before them. */
  readonly last?: true;
  /** Empty when there is nothing to tell; `undefined` leaves the bits to the flags. */
  readonly text: (value: number) => string | undefined;
}

export interface Bits {
  readonly flags: Constants;
  readonly fields?: readonly BitField[];
  /** For a word of which nothing else is told: `PROT_NONE`. Default: `0`. */
  readonly none?: string;
}

/**
 * A function that writes a word as strace does: `O_WRONLY|O_CREAT|O_CLOEXEC`. Bits without a name
 * follow in hexadecimal; what a name has told is not told again, so that O_SYNC hides the O_DSYNC in it.
 *
 * @returns `high` are the upper 32 bits, for words that have them.
 */
export function bitsText({ flags, fields = [], none = "0" }: Bits): (low: number, high?: number) => string {
  const named = onFirstUse(() => definedConstants(flags));
  return (low, high = 0) => {
    let rest = low >>> 0;
    const first: string[] = [];
    const last: string[] = [];
    for (const { mask, text, last: isLast } of fields) {
      const told = text((low & mask) >>> 0);
      if (told === undefined) continue;
      rest = (rest & ~mask) >>> 0;
      if (told) (isLast ? last : first).push(told);
    }
    for (const [name, bits] of named()) {
      if ((rest & bits) >>> 0 !== bits) continue;
      rest = (rest & ~bits) >>> 0;
      first.push(name);
    }
    if (rest !== 0 || high !== 0) first.push(hex(rest, high));
    return [...first, ...last].join("|") || none;
  };
}

/**
 * A function that writes a number by its name; one that has none in hexadecimal.
 *
 * @returns takes the number signed or not
 */
export function numberText(constants: Constants): (value: number) => string {
  const nameOf = constantName(constants);
  return (value) => nameOf(value) ?? hex(value);
}

/** A function that gives the name of a number of 32 bits, signed or not; `undefined` where it has none. */
export function constantName(constants: Constants): (value: number) => string | undefined {
  const names = onFirstUse(
    () => new Map(definedConstants(constants).map(([name, value]) => [value >>> 0, name])),
  );
  return (value) => names().get(value >>> 0);
}

/** `0xc0ffee` */
export function hex(low: number, high = 0): string {
  const digits = (low >>> 0).toString(16);
  return high === 0 ? `0x${digits}` : `0x${(high >>> 0).toString(16)}${digits.padStart(8, "0")}`;
}

function definedConstants(constants: Constants): [name: string, value: number][] {
  return Object.entries(constants).filter((entry): entry is [string, number] => entry[1] !== undefined);
}

/** There are many tables, and a program asks for few of them: made with the module, they would hold up each. */
function onFirstUse<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
