import { textToBytes } from "../../decode/bytes-to-text.js";
import type { Btf, BtfStruct, BtfType } from "../../kernel/btf.js";

/**
 * What a member is to have: a number; the name of an enum's value; text for a `char[N]` or a
 * `struct probe_data`; a list of strings, each ended by a NUL, or bytes for a `struct probe_data`; the
 * members of a struct.
 */
export type MemberValue =
  | number
  | bigint
  | boolean
  | string
  | readonly string[]
  | Uint8Array
  | { readonly [member: string]: MemberValue };

export type MemberValues = { readonly [member: string]: MemberValue };

/** A record as a program would write it: the struct, all that is not named zero, and the tail. */
export function encodeRecord(struct: BtfStruct, values: MemberValues, btf: Btf): Buffer {
  const fixed = Buffer.alloc(struct.sizeBytes);
  const tail: Buffer[] = [];
  const append = (bytes: Buffer) => {
    const offset = fixed.length + tail.reduce((sum, part) => sum + part.length, 0);
    tail.push(bytes);
    return offset;
  };
  new Encoder(btf, append).members(fixed, struct, values, `struct ${struct.name}`);
  return Buffer.concat([fixed, ...tail]);
}

class Encoder {
  readonly #btf: Btf;
  readonly #append: (bytes: Buffer) => number;

  constructor(btf: Btf, append: (bytes: Buffer) => number) {
    this.#btf = btf;
    this.#append = append;
  }

  members(into: Buffer, struct: BtfStruct, values: MemberValues, path: string): void {
    for (const [name, value] of Object.entries(values)) {
      const member = struct.members.find((candidate) => candidate.name === name);
      if (!member || member.bitFieldBits > 0) {
        const present = struct.members.map((candidate) => candidate.name).join(", ");
        throw new TypeError(`${path} has no member ${name}; it has ${present}`);
      }
      const at = member.offsetBits / 8;
      this.#write(into.subarray(at, at + member.type.sizeBytes), member.type, value, `${path}.${name}`);
    }
  }

  #write(into: Buffer, type: BtfType, value: MemberValue, path: string): void {
    if (type.kind === "struct" && type.name === "probe_data") this.#data(into, value, path);
    else if (type.kind === "struct" || type.kind === "union")
      this.members(into, type, isMembers(value) ? value : wrong(path, "its members", value), path);
    else if (type.kind === "array") this.#text(into, value, path);
    else writeNumber(into, this.#number(type, value, path));
  }

  #data(into: Buffer, value: MemberValue, path: string): void {
    const bytes = tailBytes(value) ?? wrong(path, "text, a list of strings or bytes", value);
    into.writeUInt32LE(this.#append(bytes), 0);
    into.writeUInt32LE(bytes.length, 4);
  }

  #text(into: Buffer, value: MemberValue, path: string): void {
    const bytes = typeof value === "string" ? Buffer.from(textToBytes(value)) : value;
    if (!(bytes instanceof Uint8Array)) wrong(path, "text or bytes", value);
    if (bytes.length > into.length) wrong(path, `at most ${into.length} bytes`, value);
    into.set(bytes);
  }

  #number(type: BtfType, value: MemberValue, path: string): bigint {
    if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean")
      return BigInt(value);
    const named = type.kind === "enum" ? this.#btf.enum(type.name)?.values : undefined;
    return named?.find(({ name }) => name === value)?.value ?? wrong(path, "a number", value);
  }
}

function tailBytes(value: MemberValue): Buffer | undefined {
  if (typeof value === "string") return Buffer.from(textToBytes(value));
  if (value instanceof Uint8Array) return Buffer.from(value);
  return isStrings(value)
    ? Buffer.concat(value.map((text) => Buffer.from(textToBytes(`${text}\0`))))
    : undefined;
}

/* Array.isArray() does not know readonly lists. */
function isStrings(value: MemberValue): value is readonly string[] {
  return Array.isArray(value);
}

function isMembers(value: MemberValue): value is MemberValues {
  return typeof value === "object" && !Array.isArray(value) && !(value instanceof Uint8Array);
}

function writeNumber(into: Buffer, value: bigint): void {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt.asUintN(64, value));
  bytes.copy(into, 0, 0, into.length);
}

function wrong(path: string, expected: string, value: MemberValue): never {
  throw new TypeError(
    `${path}: expected ${expected}, got ${typeof value === "object" ? "an object" : String(value)}`,
  );
}
