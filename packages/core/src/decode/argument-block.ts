import { argTypeNumbers, mostArgs } from "../args/arg-type.js";
import type { ArgAddress } from "../contract/args-by.js";
import { truncatedFlag, unreadableFlag } from "../layout/flags.js";
import type { RecordBuffer } from "./record-buffer.js";
import { MalformedRecord } from "./tail.js";

/** Of arguments, by index. */
type ArgNames = readonly (string | null)[];

/** `struct probe_arg` of probekit/args.h. */
const headerBytes = 8;

/** Types of what is read from memory. All others are a register, of 8 bytes. */
const contents: ReadonlySet<number> = new Set(
  (["STR", "STR_ARR", "BYTES", "SOCKADDR", "FILE", "TIMESPEC", "INT_PAIR", "CRED"] as const).map(
    (name) => argTypeNumbers[name],
  ),
);

/**
 * The places of the arguments of one `struct probe_args`, found anew for each record. That is
 * a walk, since each argument is as long as its content; what is read from the places
 * afterwards is straight-line code again.
 */
export class ArgumentBlock {
  /** Of each payload, by the argument's index; 0 where there is none. */
  readonly starts = new Int32Array(mostArgs);
  readonly ends = new Int32Array(mostArgs);

  /** Whether the program has begun a block at all; one may be empty. */
  isSent = false;

  readonly #buffer: RecordBuffer;
  readonly #types = new Uint8Array(mostArgs);
  readonly #flags = new Uint8Array(mostArgs);
  /** All flags of this record's arguments. */
  #anyFlags = 0;

  constructor(buffer: RecordBuffer) {
    this.#buffer = buffer;
  }

  /**
   * Finds the arguments of the member at `at` within the record at `base`, and checks that they
   * fill the block that the member tells of. Arguments beyond those of a mask are passed over.
   *
   * @throws {MalformedRecord}
   */
  locate(base: number, length: number, at: number): void {
    const { u8, u32 } = this.#buffer;
    const offset = u32[at >>> 2] as number;
    const bytes = u32[(at >>> 2) + 1] as number;
    const count = u32[(at >>> 2) + 2] as number;
    if (offset + bytes > length || (bytes > 0 && offset % 8 !== 0)) throw new MalformedRecord();
    this.isSent = offset !== 0;
    this.starts.fill(0);
    this.#anyFlags = 0;

    let place = base + offset;
    const end = place + bytes;
    let found = 0;
    for (; place < end; found++) {
      const start = place + headerBytes;
      if (start > end) throw new MalformedRecord();
      const index = u8[place] as number;
      const payloadBytes = u32[(place + 4) >>> 2] as number;
      if (payloadBytes > end - start || this.starts[index]) throw new MalformedRecord();
      if (index < mostArgs) {
        this.starts[index] = start;
        this.ends[index] = start + payloadBytes;
        this.#types[index] = u8[place + 1] as number;
        this.#flags[index] = u8[place + 2] as number;
        this.#anyFlags |= u8[place + 2] as number;
      }
      place = start + ((payloadBytes + 7) & ~7);
    }
    if (place !== end || found !== count) throw new MalformedRecord();
  }

  /**
   * Whether there is a value of argument `index`.
   *
   * @throws {MalformedRecord} when it is of another type than the contract says
   */
  has(index: number, type: number): boolean {
    if (this.starts[index] === 0) return false;
    if (this.#types[index] !== type) throw new MalformedRecord();
    return !this.#isUnread(index);
  }

  /**
   * Whether there is a value of argument `index` that can be read as a type: content as the same
   * type, a register as any type of register.
   *
   * @throws {MalformedRecord} for content of another type than the contract says
   */
  sends(index: number, type: number): boolean {
    if (this.starts[index] === 0) return false;
    const sent = this.#types[index] as number;
    if (contents.has(type) ? sent === type : !contents.has(sent)) return !this.#isUnread(index);
    if (sent === argTypeNumbers.POINTER) return false;
    throw new MalformedRecord();
  }

  /** What stands for an argument that {@link sends} is false for. @throws {MalformedRecord} */
  address(index: number): ArgAddress | null {
    const start = this.starts[index] as number;
    if (start === 0 || this.#isUnread(index)) return null;
    if ((this.ends[index] as number) - start !== 8) throw new MalformedRecord();
    return { address: this.#buffer.u64[start >>> 3] as bigint };
  }

  /** Whether nothing of an argument could be read. */
  #isUnread(index: number): boolean {
    return this.starts[index] === this.ends[index] && ((this.#flags[index] as number) & unreadableFlag) !== 0;
  }

  /**
   * Puts the lists of arguments with flags beside the values, where there are any.
   *
   * @param names by index; `null` for those that have no value
   */
  addFlags<T extends object>(values: T, names: ArgNames): T {
    return this.#anyFlags === 0 ? values : Object.assign(values, this.#lists(names));
  }

  /** The same for JSON, behind other members. */
  flagsJson(names: ArgNames): string {
    if (this.#anyFlags === 0) return "";
    const lists = Object.entries(this.#lists(names));
    return lists.map(([name, list]) => `,${JSON.stringify(name)}:${JSON.stringify(list)}`).join("");
  }

  #lists(names: ArgNames): { truncated?: string[]; unreadable?: string[] } {
    const flagged = (flag: number) =>
      names.filter(
        (name, index) => name !== null && this.starts[index] && ((this.#flags[index] as number) & flag) !== 0,
      ) as string[];
    const cut = flagged(truncatedFlag);
    const unread = flagged(unreadableFlag);
    return { ...(cut.length > 0 && { truncated: cut }), ...(unread.length > 0 && { unreadable: unread }) };
  }
}
