import fc from "fast-check";
import { type ArgType, argTypeNumbers } from "../../src/args/arg-type.js";
import { BYTES, STR, STR_ARR } from "../../src/args/bytes.js";
import { INT, LONG, POINTER, UINT, ULONG } from "../../src/args/scalars.js";
import { CRED, type Credentials, FILE, INT_PAIR, TIMESPEC } from "../../src/args/structs.js";
import { textToBytes } from "../../src/decode/bytes-to-text.js";
import * as core from "../../src/index.js";
import { addresses } from "./address-samples.js";
import { hexWord, type Words } from "./encoder.js";
import { registerValue } from "./register.js";

/** A value of an argument: what the encoder is told, and what has to come back. */
export interface Sample {
  readonly type: ArgType;
  readonly words: Words;
  readonly isEmpty?: boolean;
  readonly value: unknown;
  /** Makes the decoded value one of the kind of `value`, where text stands for bytes. */
  readonly back?: (decoded: unknown) => unknown;
}

/** Numbers of 64 bits, of which tests need the ends and single bits more than any others. */
export const u64 = fc.oneof(
  fc.bigInt(0n, 2n ** 64n - 1n),
  fc.bigInt(0n, 300n),
  fc.nat(63).map((bit) => 1n << BigInt(bit)),
  fc.bigInt(1n, 300n).map((value) => 2n ** 64n - value),
);
const s32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const u32 = fc.nat(0xffff_ffff);

/** Bytes of any kind, those of text among them. */
export const bytes = (maxLength: number): fc.Arbitrary<Uint8Array> =>
  fc.oneof(
    fc.uint8Array({ maxLength }),
    fc.string({ unit: "binary", maxLength: maxLength >> 2 }).map((text) => Buffer.from(text)),
  );

/** All types but `NONE`. */
export const argTypeList: readonly ArgType[] = Object.values<unknown>({ ...core }).filter(isSent);

function isSent(value: unknown): value is ArgType {
  const { name, read } = (value ?? {}) as Partial<ArgType>;
  return typeof read === "function" && name !== undefined && name !== "NONE" && name in argTypeNumbers;
}

const contents: readonly ArgType[] = [STR, STR_ARR, BYTES, FILE, TIMESPEC, CRED, INT_PAIR, core.SOCKADDR];

/** Types of what is in a register. */
export const registerTypes: readonly ArgType[] = argTypeList.filter((type) => !contents.includes(type));

/** A register that is put into words, or into a number of some width. */
export const registers: fc.Arbitrary<Sample> = fc
  .tuple(fc.constantFrom(...registerTypes), u64)
  .map(([type, value]) => register(type, value));

/** What is in the register, by the type; of those that are put into words, what is read where nothing else is. */
export function register(type: ArgType, value: bigint): Sample {
  const numbers = new Map<ArgType, unknown>([
    [INT, Number(BigInt.asIntN(32, value))],
    [UINT, Number(BigInt.asUintN(32, value))],
    [LONG, BigInt.asIntN(64, value)],
    [ULONG, value],
    [POINTER, value],
  ]);
  return {
    type,
    words: ["number", argTypeNumbers[type.name], value],
    value: numbers.has(type) ? numbers.get(type) : registerValue(type, value),
  };
}

const toHex = (text: string) => textToBytes(text).toString("hex");

const texts: fc.Arbitrary<Sample> = fc.tuple(fc.constantFrom(STR, FILE), bytes(80)).map(([type, sent]) => ({
  type,
  words: ["bytes", argTypeNumbers[type.name], hexWord(sent)],
  isEmpty: sent.length === 0,
  value: Buffer.from(sent).toString("hex"),
  back: (decoded) => toHex(decoded as string),
}));

const blobs: fc.Arbitrary<Sample> = bytes(80).map((sent) => ({
  type: BYTES,
  words: ["bytes", argTypeNumbers.BYTES, hexWord(sent)],
  isEmpty: sent.length === 0,
  value: Buffer.from(sent).toString("hex"),
}));

const withoutNul = bytes(24).map((sent) => Buffer.from(sent).filter((byte) => byte !== 0));
const stringArrays: fc.Arbitrary<Sample> = fc.array(withoutNul, { maxLength: 5 }).map((list) => ({
  type: STR_ARR,
  words: ["strings", list.length, ...list.map(hexWord)],
  isEmpty: list.length === 0,
  value: list.map((string) => Buffer.from(string).toString("hex")),
  back: (decoded) => (decoded as string[]).map(toHex),
}));

const times: fc.Arbitrary<Sample> = fc.tuple(u64, u64).map(([sec, nsec]) => ({
  type: TIMESPEC,
  words: ["timespec", sec, nsec],
  value: { sec: BigInt.asIntN(64, sec), nsec: BigInt.asIntN(64, nsec) },
}));

const pairs: fc.Arbitrary<Sample> = fc.tuple(s32, s32).map((pair) => ({
  type: INT_PAIR,
  words: ["pair", ...pair],
  value: pair,
}));

const idNames = ["uid", "gid", "euid", "egid", "suid", "sgid", "fsuid", "fsgid"];
const setNames = ["effective", "permitted", "inheritable", "bounding", "ambient"] as const;
const credentials: fc.Arbitrary<Sample> = fc
  .tuple(fc.tuple(...idNames.map(() => u32)), fc.tuple(...setNames.map(() => u64)))
  .map(([ids, sets]) => ({
    type: CRED,
    words: ["cred", ...ids, ...sets],
    value: Object.fromEntries([
      ...idNames.map((name, index) => [name, ids[index]]),
      ...setNames.map((name, index) => [name, sets[index]]),
    ]),
    back: (decoded) => ({
      ...(decoded as Credentials),
      ...Object.fromEntries(setNames.map((name) => [name, capabilitySet((decoded as Credentials)[name])])),
    }),
  }));

/** The names of capabilities as the bits that they stand for. */
function capabilitySet(names: readonly string[]): bigint {
  const bit = (name: string) => {
    const number = /^CAP_(0x[0-9a-f]+)$/.exec(name)?.[1];
    if (number) return BigInt(number);
    for (let value = 0n; value < 64n; value++) if (registerValue(core.CAP, value) === name) return value;
    throw new Error(`no capability ${name}`);
  };
  return names.reduce((set, name) => set | (1n << bit(name)), 0n);
}

/** A value of any type of argument. */
export const samples: fc.Arbitrary<Sample> = fc.oneof(
  { weight: 4, arbitrary: registers },
  { weight: 3, arbitrary: addresses },
  ...[texts, blobs, stringArrays, times, pairs, credentials].map((arbitrary) => ({ weight: 1, arbitrary })),
);
