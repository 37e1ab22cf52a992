import { type ElfFile, readElf } from "./elf.js";
import type { Frame } from "./frame.js";
import { readMaps } from "./maps.js";

/** Files whose symbols are kept, the least recently used given up first. */
const mostFiles = 64;
const files = new Map<string, ElfFile | undefined>();

function elfOf(pid: number, inode: string, path: string): ElfFile | undefined {
  const known = files.has(inode);
  /* As the process sees it: it may have another root. */
  const elf = known ? files.get(inode) : readElf(`/proc/${pid}/root${path}`);
  files.delete(inode);
  files.set(inode, elf);
  if (files.size > mostFiles) files.delete(files.keys().next().value as string);
  return elf;
}

/**
 * Finds out what the addresses of a process's stack are, now: once it has ended they are just
 * numbers.
 */
export function symbolize(pid: number, addresses: readonly bigint[]): Frame[] {
  if (addresses.length === 0) return [];
  const maps = readMaps(pid);
  return addresses.map((address) => {
    const mapping = maps.find(({ start, end }) => address >= start && address < end);
    if (!mapping?.path.startsWith("/"))
      return { address, file: mapping?.path || null, buildId: null, fileOffset: null, symbol: null };
    const fileOffset = address - mapping.start + mapping.fileOffset;
    const elf = elfOf(pid, mapping.inode, mapping.path);
    /* A return address is behind the call, which may be the last of its function. */
    const found = elf?.functionAt(fileOffset - 1n);
    return {
      ...{ address, file: mapping.path, fileOffset },
      buildId: elf?.buildId ?? null,
      symbol: found ? `${found.name}+${found.offset + 1}` : null,
    };
  });
}
