import { arch } from "node:process";
import { INT_PAIR, modeText } from "@probekit/core";
import type { Kind } from "./kind.js";
import { decimal, integer, struct } from "./struct.js";

const typeBits = 0o170000;

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
  return { mode: modeText(mode), sizeBytes, device: isDevice ? numbersOf(Number(device)) : null };
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

const pair: Kind<[number, number]> = {
  type: { ...INT_PAIR, name: "BYTES" },
  text: ([first, second]) => `[${first}, ${second}]`,
};

const outUint: Kind<{ readonly value: number }> = {
  type: struct(4, { value: integer }, (from) => ({ value: from.u32(0) })),
  text: ({ value }) => `[${value}]`,
};

export const files = {
  ...{ OUT_STAT: outStat, FILE_OFFSET: offset, OUT_INT_PAIR: pair, OUT_UINT: outUint },
};
