import { arch } from "node:process";
import type { Kind } from "./kind.js";
import { quoteText } from "./quote.js";
import { decimal, integer, struct } from "./struct.js";

/** The types of files in a mode, by their names in C. */
const fileTypes: ReadonlyMap<number, string> = new Map([
  [0o010000, "S_IFIFO"],
  [0o020000, "S_IFCHR"],
  [0o040000, "S_IFDIR"],
  [0o060000, "S_IFBLK"],
  [0o100000, "S_IFREG"],
  [0o120000, "S_IFLNK"],
  [0o140000, "S_IFSOCK"],
]);
const typeBits = 0o170000;

function octal(bits: number): string {
  return bits === 0 ? "000" : `0${bits.toString(8)}`.padStart(3, "0");
}

/** `S_IFREG|0644` */
export function fileMode(mode: number): string {
  const type = fileTypes.get(mode & typeBits);
  return type ? `${type}|${octal(mode & ~typeBits)}` : octal(mode);
}

/** Of `struct stat`; its members are in another order on each architecture. */
const statOffsets =
  arch === "arm64" ? { mode: 16, device: 32, size: 48 } : { mode: 24, device: 40, size: 48 };

interface Stat {
  /** `S_IFREG|0644` */
  readonly mode: string;
  readonly sizeBytes: bigint;
  /** Of a device file: `{ major, minor }`. */
  readonly device: { readonly major: number; readonly minor: number } | null;
}

function stat(mode: number, sizeBytes: bigint, device: bigint): Stat {
  const isDevice = [0o020000, 0o060000].includes(mode & typeBits);
  return { mode: fileMode(mode), sizeBytes, device: isDevice ? numbersOf(Number(device)) : null };
}

/** As the kernel's new_encode_dev() puts them together. */
function numbersOf(device: number) {
  return { major: (device >>> 8) & 0xfff, minor: (device & 0xff) | ((device >>> 12) & 0xfff00) };
}

const outStat: Kind<Stat> = {
  type: struct(
    56,
    {
      mode: { type: "string" },
      sizeBytes: decimal,
      device: { type: ["object", "null"], properties: { major: integer, minor: integer } },
    },
    (from) => stat(from.u32(statOffsets.mode), from.i64(statOffsets.size), from.u64(statOffsets.device)),
  ),
  text: ({ mode, sizeBytes, device }) => {
    const what = device
      ? `st_rdev=makedev(${hexNumber(device.major)}, ${hexNumber(device.minor)})`
      : `st_size=${sizeBytes}`;
    return `{st_mode=${mode}, ${what}, ...}`;
  },
};

function hexNumber(value: number): string {
  return value === 0 ? "0" : `0x${value.toString(16)}`;
}

/** An offset that a call takes from memory and may write back. */
const offset: Kind<{ readonly offset: bigint }> = {
  type: struct(8, { offset: decimal }, (from) => ({ offset: from.i64(0) })),
  text: (value) => `[${value.offset}]`,
};

const pair: Kind<{ readonly first: number; readonly second: number }> = {
  type: struct(8, { first: integer, second: integer }, (from) => ({
    first: from.i32(0),
    second: from.i32(4),
  })),
  text: ({ first, second }) => `[${first}, ${second}]`,
};

const utsname: Kind<{ readonly sysname: string; readonly nodename: string }> = {
  type: struct(130, { sysname: { type: "string" }, nodename: { type: "string" } }, (from) => ({
    sysname: from.string(0, 65),
    nodename: from.string(65, 65),
  })),
  text: ({ sysname, nodename }) => `{sysname=${quoteText(sysname)}, nodename=${quoteText(nodename)}, ...}`,
};

const unlimited = 2n ** 64n - 1n;

/** `null` where there is no limit. */
interface Limit {
  readonly soft: bigint | null;
  readonly hard: bigint | null;
}

const limitSchema = { type: ["string", "null"] };

const limit: Kind<Limit> = {
  type: struct(16, { soft: limitSchema, hard: limitSchema }, (from) => {
    const read = (at: number) => (from.u64(at) === unlimited ? null : from.u64(at));
    return { soft: read(0), hard: read(8) };
  }),
  text: ({ soft, hard }) => `{rlim_cur=${limitText(soft)}, rlim_max=${limitText(hard)}}`,
};

/** Multiples of 1024 are written as such. */
function limitText(value: bigint | null): string {
  if (value === null) return "RLIM64_INFINITY";
  return value > 1024n && value % 1024n === 0n ? `${value / 1024n}*1024` : String(value);
}

const outUint: Kind<{ readonly value: number }> = {
  type: struct(4, { value: integer }, (from) => ({ value: from.u32(0) })),
  text: ({ value }) => `[${value}]`,
};

export const structs = {
  ...{ OUT_STAT: outStat, FILE_OFFSET: offset, OUT_INT_PAIR: pair, OUT_UTSNAME: utsname },
  ...{ RLIMIT: limit, OUT_RLIMIT: limit, OUT_UINT: outUint },
};
