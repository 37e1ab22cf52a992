import { mostBytes } from "./target.js";

/** Numbers from 0 up to `below`, the same for the same seed. */
export type Random = (below: number) => number;

/** Mulberry32: quick, and good enough to choose with. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return Math.floor((((word ^ (word >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** Lengths, offsets and counts at which arithmetic goes wrong. */
const edges = [0, 1, 7, 8, 9, 15, 16, 64, 0x7fff_ffff, 0x8000_0000, 0xffff_fff8, 0xffff_ffff];

type Change = (record: Buffer, random: Random) => Buffer;

const setByte: Change = (record, random) => {
  record[random(record.length)] = random(256);
  return record;
};

const flipBit: Change = (record, random) => {
  const at = random(record.length);
  record[at] = (record[at] as number) ^ (1 << random(8));
  return record;
};

/** Offsets, lengths and counts are at multiples of 4. */
const setWord: Change = (record, random) => {
  const at = 4 * random(record.length >> 2);
  const word = record.readUInt32LE(at);
  const words = [...edges, word + 1, word - 1, word + 8, word - 8, record.length - at, random(256)];
  record.writeUInt32LE((words[random(words.length)] as number) >>> 0, at);
  return record;
};

/** The header of an argument: another type in its place, or another index. */
const setHeader: Change = (record, random) => {
  const at = 8 * random(record.length >> 3);
  record[at + random(3)] = [random(8), random(128), random(4), 255][random(4)] as number;
  return record;
};

const cut: Change = (record, random) => record.subarray(0, 16 + random(record.length - 15));

/** Some arguments more, or some of them twice. */
const copyPart: Change = (record, random) => {
  const from = 8 * random(record.length >> 3);
  const to = Math.min(from + 8 * (1 + random(8)), record.length);
  const at = 8 * random((record.length >> 3) + 1);
  const parts = [record.subarray(0, at), record.subarray(from, to), record.subarray(at)];
  return Buffer.concat(parts).subarray(0, mostBytes);
};

const dropPart: Change = (record, random) => {
  const at = 16 + 8 * random((record.length - 16) >> 3);
  const changed = Buffer.concat([record.subarray(0, at), record.subarray(at + 8 * (1 + random(4)))]);
  return changed;
};

/** Where `struct call` of test/args/encode.c has its blocks. */
const members = [28, 44];
const fixedBytes = 64;

/**
 * Ends the record with one of its arguments, of another length, and makes all else fit: what reads
 * more of that argument than there is reads beyond the record.
 */
const endWithArgument: Change = (record, random) => {
  if (record.length < fixedBytes) return record;
  const member = members[random(members.length)] as number;
  const offset = record.readUInt32LE(member);
  if (offset < fixedBytes) return record;
  let at = offset;
  let count = 1;
  for (let left = random(8); left > 0 && at + 8 <= record.length; left--) {
    const next = at + 8 + 8 * Math.ceil(record.readUInt32LE(at + 4) / 8);
    if (next + 8 > record.length) break;
    at = next;
    count++;
  }
  if (at + 8 > record.length) return record;
  const bytes = random(80);
  const changed = Buffer.alloc(at + 8 + 8 * Math.ceil(bytes / 8));
  record.copy(changed);
  changed.writeUInt32LE(bytes, at + 4);
  changed.writeUInt32LE(changed.length - offset, member + 4);
  changed.writeUInt32LE(count, member + 8);
  for (const other of members)
    if (other !== member && changed.readUInt32LE(other) > at) changed.fill(0, other, other + 16);
  return changed;
};

const changes = [
  endWithArgument,
  endWithArgument,
  setByte,
  flipBit,
  setWord,
  setWord,
  setWord,
  setHeader,
  setHeader,
  cut,
  copyPart,
  dropPart,
];

/** A damaged copy of a record; it has a whole header still. */
export function mutate(record: Uint8Array, random: Random): Buffer {
  let damaged = Buffer.from(record);
  for (let left = 1 + random(4); left > 0; left--) {
    const change = changes[random(changes.length)] as Change;
    if (damaged.length >= 24) damaged = Buffer.from(change(damaged, random));
  }
  return damaged;
}
