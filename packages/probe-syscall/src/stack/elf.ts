import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/** What of an ELF file says where its code is and what it is called. */
export interface ElfFile {
  /** Hexadecimal; `undefined` where it has none. */
  readonly buildId: string | undefined;
  /** The function at an offset in the file, and how far into it that is. */
  functionAt(fileOffset: bigint): { readonly name: string; readonly offset: number } | undefined;
}

interface Segment {
  readonly fileOffset: bigint;
  readonly address: bigint;
  readonly bytes: bigint;
}

interface FunctionSymbol {
  readonly address: bigint;
  readonly bytes: bigint;
  readonly name: string;
}

/** Of include/uapi/linux/elf.h. */
const PT_LOAD = 1;
const PT_NOTE = 4;
const SHT_SYMTAB = 2;
const SHT_DYNSYM = 11;
const STT_FUNC = 2;
const NT_GNU_BUILD_ID = 3;

/** More than this of symbols, or of their names, is not read. */
const mostBytes = 256 * 1024 * 1024;

/** `undefined` for what is no 64-bit little-endian ELF file, or cannot be read. */
export function readElf(path: string): ElfFile | undefined {
  let fd: number;
  try {
    fd = openSync(path, "r");
  } catch {
    return undefined;
  }
  try {
    return fstatSync(fd).isFile() ? parse(fd) : undefined;
  } catch {
    return undefined;
  } finally {
    closeSync(fd);
  }
}

function parse(fd: number): ElfFile | undefined {
  const header = bytesAt(fd, 0n, 64);
  if (header.readUInt32BE(0) !== 0x7f454c46 || header[4] !== 2 || header[5] !== 1) return undefined;
  const programs = table(fd, header.readBigUInt64LE(32), header.readUInt16LE(54), header.readUInt16LE(56));
  const sections = table(fd, header.readBigUInt64LE(40), header.readUInt16LE(58), header.readUInt16LE(60));
  const segments = programs.filter((program) => program.readUInt32LE(0) === PT_LOAD).map(segmentOf);
  const functions = symbols(fd, sections);
  return {
    buildId: buildId(fd, programs),
    functionAt: (fileOffset) => {
      const segment = segments.find(
        ({ fileOffset: start, bytes }) => fileOffset >= start && fileOffset < start + bytes,
      );
      return segment && functionAt(functions, fileOffset - segment.fileOffset + segment.address);
    },
  };
}

function bytesAt(fd: number, position: bigint, length: number): Buffer {
  if (length > mostBytes) throw new RangeError(`${length} bytes`);
  const bytes = Buffer.alloc(length);
  const read = readSync(fd, bytes, 0, length, position);
  if (read !== length) throw new RangeError(`${read} of ${length} bytes`);
  return bytes;
}

/** The entries of a table, each of them cut out. */
function table(fd: number, position: bigint, entryBytes: number, entries: number): Buffer[] {
  const bytes = bytesAt(fd, position, entryBytes * entries);
  return Array.from({ length: entries }, (_, index) =>
    bytes.subarray(index * entryBytes, (index + 1) * entryBytes),
  );
}

const segmentOf = (program: Buffer): Segment => ({
  fileOffset: program.readBigUInt64LE(8),
  address: program.readBigUInt64LE(16),
  bytes: program.readBigUInt64LE(32),
});

const sectionBytes = (fd: number, section: Buffer) =>
  bytesAt(fd, section.readBigUInt64LE(24), Number(section.readBigUInt64LE(32)));

/** Functions in the order of their addresses: those of the whole table, or of the dynamic one. */
function symbols(fd: number, sections: readonly Buffer[]): FunctionSymbol[] {
  const ofType = (type: number) => sections.find((section) => section.readUInt32LE(4) === type);
  const section = ofType(SHT_SYMTAB) ?? ofType(SHT_DYNSYM);
  const names = section && sections[section.readUInt32LE(40)];
  if (!section || !names) return [];
  const entries = sectionBytes(fd, section);
  const text = sectionBytes(fd, names);
  const found: FunctionSymbol[] = [];
  for (let at = 0; at + 24 <= entries.length; at += 24) {
    const address = entries.readBigUInt64LE(at + 8);
    if (((entries[at + 4] as number) & 0xf) !== STT_FUNC || address === 0n) continue;
    const name = entries.readUInt32LE(at);
    found.push({
      address,
      bytes: entries.readBigUInt64LE(at + 16),
      name: text.toString("latin1", name, text.indexOf(0, name)),
    });
  }
  return found.sort((one, other) => (one.address < other.address ? -1 : one.address > other.address ? 1 : 0));
}

/** The last one that begins at or below the address, if it reaches that far. */
function functionAt(functions: readonly FunctionSymbol[], address: bigint) {
  let low = 0;
  let high = functions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((functions[middle] as FunctionSymbol).address <= address) low = middle + 1;
    else high = middle;
  }
  const found = functions[low - 1];
  if (!found || address - found.address >= (found.bytes || 1n)) return undefined;
  return { name: found.name, offset: Number(address - found.address) };
}

function buildId(fd: number, programs: readonly Buffer[]): string | undefined {
  for (const program of programs.filter((entry) => entry.readUInt32LE(0) === PT_NOTE)) {
    const notes = bytesAt(fd, program.readBigUInt64LE(8), Number(program.readBigUInt64LE(32)));
    for (let at = 0; at + 12 <= notes.length; ) {
      const nameBytes = notes.readUInt32LE(at);
      const dataBytes = notes.readUInt32LE(at + 4);
      const data = at + 12 + ((nameBytes + 3) & ~3);
      const isGnu = notes.toString("latin1", at + 12, at + 12 + nameBytes) === "GNU\0";
      if (isGnu && notes.readUInt32LE(at + 8) === NT_GNU_BUILD_ID)
        return notes.toString("hex", data, data + dataBytes);
      at = data + ((dataBytes + 3) & ~3);
    }
  }
  return undefined;
}
