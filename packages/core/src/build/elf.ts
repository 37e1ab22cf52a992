/**
 * The contents of a section of a little-endian ELF64 file (elf(5)), as BPF objects of the
 * targets that probekit knows are; `undefined` when there is none of that name.
 */
export function elfSection(image: Uint8Array, name: string): Buffer | undefined {
  const file = Buffer.from(image.buffer, image.byteOffset, image.byteLength);
  const headers = Number(file.readBigUInt64LE(0x28));
  const [headerBytes, count, nameIndex] = [0x3a, 0x3c, 0x3e].map((at) => file.readUInt16LE(at)) as [
    number,
    number,
    number,
  ];
  const section = (index: number) => {
    const at = headers + index * headerBytes;
    const offset = Number(file.readBigUInt64LE(at + 0x18));
    const sizeBytes = Number(file.readBigUInt64LE(at + 0x20));
    return { nameOffset: file.readUInt32LE(at), bytes: file.subarray(offset, offset + sizeBytes) };
  };
  const names = section(nameIndex).bytes;
  for (let index = 0; index < count; index++) {
    const { nameOffset, bytes } = section(index);
    if (stringAt(names, nameOffset) === name) return bytes;
  }
  return undefined;
}

/** The string that ends with the next NUL. */
export function stringAt(bytes: Buffer, offset: number): string {
  return bytes.toString("utf8", offset, bytes.indexOf(0, offset));
}
