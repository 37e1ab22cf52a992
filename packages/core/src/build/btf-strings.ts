import { elfSection } from "./elf.js";

/** The string section of an object's BTF (Documentation/bpf/btf.rst); empty without BTF. */
export function btfStrings(image: Uint8Array): Buffer {
  const btf = elfSection(image, ".BTF");
  if (!btf) return Buffer.alloc(1);
  const headerBytes = btf.readUInt32LE(4);
  const start = headerBytes + btf.readUInt32LE(16);
  return btf.subarray(start, start + btf.readUInt32LE(20));
}
