import { readFileSync } from "node:fs";

/** A file, or part of one, in a process's memory. */
export interface Mapping {
  readonly start: bigint;
  readonly end: bigint;
  readonly fileOffset: bigint;
  readonly inode: string;
  readonly path: string;
}

/** What a process has mapped to run; empty for one that is gone. */
export function readMaps(pid: number): Mapping[] {
  try {
    return parseMaps(readFileSync(`/proc/${pid}/maps`, "latin1"));
  } catch {
    return [];
  }
}

/** Only what may be executed: return addresses are nowhere else. */
export function parseMaps(text: string): Mapping[] {
  const line = /^([0-9a-f]+)-([0-9a-f]+) ..x. ([0-9a-f]+) (\S+) (\d+) *(.*)$/gm;
  return [...text.matchAll(line)].map(([, start, end, offset, device, inode, path = ""]) => ({
    start: BigInt(`0x${start}`),
    end: BigInt(`0x${end}`),
    fileOffset: BigInt(`0x${offset}`),
    inode: `${device} ${inode}`,
    path,
  }));
}
