import { argTypeNumbers as types } from "../../src/args/arg-type.js";
import { type Call, hexWord, type SentArg, type Words } from "../support/encoder.js";

const text = (value: string) => hexWord(Buffer.from(value));

/** Arguments from index 0 on; `undefined` leaves a gap. */
const block = (...list: readonly (Words | undefined)[]): SentArg[] =>
  list.flatMap((words, index) => (words ? [{ index, flags: 0, words }] : []));

const string: Words = ["bytes", types.STR, text("/tmp/ä")];
const strings: Words = ["strings", 3, text("ls"), "-", text("-l")];
const bytes: Words = ["bytes", types.BYTES, "00ff0a80"];
const file: Words = ["bytes", types.FILE, `${text("/var/log/")}80`];
const time: Words = ["timespec", 1_700_000_000, 999_999_999];
const cred: Words = [
  "cred",
  0,
  0,
  1000,
  1000,
  0,
  0,
  1000,
  1000,
  0x1ff_ffff_ffffn,
  1n << 21n,
  0,
  1n << 63n,
  0,
];
const number = (type: keyof typeof types, value: bigint | number): Words => ["number", types[type], value];

const in4: Words = ["in", 16, 80, "c0000201"];
const in6: Words = ["in6", 28, 443, 0, "20010db8000000000000000000000001", 2];
const packet: Words = ["ll", 20, 0x800, 3, 1, 0, 6, "02005e100001"];

const withAddress = (address: Words) =>
  block(string, strings, bytes, address, file, time, ["pair", 3, -1], cred);

const scalars = block(
  ...[number("INT", -1), number("UINT", 0xffff_ffff), number("LONG", -2n), number("ULONG", 2n ** 64n - 1n)],
  ...[number("POINTER", 0x7fff_dead_b000n), undefined],
  ...[number("OPEN_FLAGS", 0x80241), number("SOCK_PROTO", (2n << 32n) | 6n)],
);
const words = block(
  ...[
    number("MODE", 0o100644),
    number("SOCK_TYPE", 0x80001),
    number("CLONE_FLAG", 0x3d0f00),
    number("CAP", 21),
  ],
  ...[number("SIGNAL", 9), number("FUTEX_OP", 393), number("IOCTL_CMD", 0xc0181234)],
);
const damaged = withAddress(in4).map((arg, at) => ({
  ...arg,
  flags: 1 + (at % 3),
  words: at === 0 ? (["bytes", types.STR, "-"] as const) : arg.words,
}));
const pointers = block(...Array.from({ length: 8 }, () => number("POINTER", 0x7000_0000_1000n)));

const note = Buffer.from("odd");
const none = Buffer.alloc(0);

/** The whole records of the corpus, by the names of their files, for the contract of contract.ts. */
export const seeds: Readonly<Record<string, Call>> = {
  "contents-in": { event: 1, number: 1, note, args: withAddress(in4), made: scalars },
  "contents-in6": { event: 1, number: 2, note: none, args: withAddress(in6), made: [] },
  "contents-un": { event: 1, number: 3, note, args: withAddress(["un", 9, text("/run/a\0")]) },
  "contents-abstract": { event: 1, number: 3, note, args: withAddress(["un", 6, text("\0a\0b")]) },
  "contents-nl": { event: 1, number: 4, note, args: withAddress(["nl", 12, 42, 1]) },
  "contents-ll": { event: 1, number: 5, note, args: withAddress(packet) },
  "contents-flagged": { event: 1, number: 6, note, args: damaged, made: scalars },
  scalars: { event: 2, number: 1, note, args: scalars, made: words },
  "by-contents": {
    event: 3,
    number: 1,
    note,
    args: withAddress(["family", 6, 40, "0000ffff"]),
    made: damaged,
  },
  "by-scalars": {
    event: 3,
    number: 2,
    note,
    args: scalars,
    made: pointers.filter(({ index }) => index !== 5),
  },
  "by-words": { event: 3, number: 3, note, args: words, made: words },
  "by-pointers": { event: 3, number: 1, note, args: pointers, made: pointers },
  "by-none": { event: 3, number: 9, note },
  empty: { event: 1, number: 0, note: none },
};
