import { btfStrings } from "./btf-strings.js";
import { elfSection, stringAt } from "./elf.js";

/** Which line of C an instruction was made from. */
export interface LineInfo {
  /** The ELF section that has the instruction. */
  readonly section: string;
  /** From the section's start, in instructions of 8 bytes. */
  readonly instruction: number;
  /** As the compiler was given it. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The line as it was when the object was compiled. */
  readonly text: string;
}

/**
 * The lines of an object's programs (`.BTF.ext`, Documentation/bpf/btf.rst): what the verifier
 * prints them from, with files and columns that older kernels leave out.
 */
export function readLineInfo(image: Uint8Array): LineInfo[] {
  const ext = elfSection(image, ".BTF.ext");
  if (!ext) return [];
  const strings = btfStrings(image);
  const headerBytes = ext.readUInt32LE(4);
  const start = headerBytes + ext.readUInt32LE(16);
  const end = start + ext.readUInt32LE(20);
  if (start === end) return [];

  const recordBytes = ext.readUInt32LE(start);
  const lines: LineInfo[] = [];
  for (let at = start + 4; at < end; ) {
    const section = stringAt(strings, ext.readUInt32LE(at));
    const count = ext.readUInt32LE(at + 4);
    at += 8;
    for (let index = 0; index < count; index++, at += recordBytes) {
      const place = ext.readUInt32LE(at + 12);
      lines.push({
        section,
        instruction: ext.readUInt32LE(at) / 8,
        file: stringAt(strings, ext.readUInt32LE(at + 4)),
        line: place >>> 10,
        column: place & 0x3ff,
        text: stringAt(strings, ext.readUInt32LE(at + 8)).trim(),
      });
    }
  }
  return lines;
}
