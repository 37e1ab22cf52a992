import type { JsonSchema } from "../contract/fields.js";
import type { RecordBuffer } from "../decode/record-buffer.js";
import type { TailReader } from "../decode/tail.js";

/**
 * `enum probe_arg_type` of probekit/args.h, whose constants end in `_T`. The binding of a
 * record holds an object's enum against it.
 */
export const argTypeNumbers = {
  NONE: 0,
  INT: 1,
  UINT: 2,
  LONG: 3,
  ULONG: 4,
  POINTER: 5,
  BYTES: 6,
  STR: 10,
  STR_ARR: 11,
  SOCKADDR: 12,
  OPEN_FLAGS: 13,
  EXEC_FLAGS: 14,
  SOCK_DOM: 15,
  SOCK_TYPE: 16,
  FILE: 17,
  UNLINKAT_FLAG: 19,
  PTRACE_REQ: 23,
  MOUNT_FLAG: 24,
  UMOUNT_FLAG: 25,
  MODE: 32,
  CLONE_FLAG: 33,
  MMAP_PROT: 34,
  MMAP_FLAG: 35,
  CAP: 36,
  SIGNAL: 37,
  TIMESPEC: 38,
  CRED: 39,
  INT_PAIR: 40,
} as const;

export type ArgTypeName = keyof typeof argTypeNumbers;

/** `PROBE_ARGS_MAX` of probekit/args.h: a mask has eight bytes. */
export const mostArgs = 8;

/** Where arguments are read from. */
export interface ArgMemory {
  readonly buffer: RecordBuffer;
  readonly tail: TailReader;
}

/**
 * What an argument's payload means.
 *
 * @typeParam T the type of its value in an event; `never` for an argument that is left out.
 */
export interface ArgType<T = unknown> {
  readonly name: ArgTypeName;
  /** Of the value. In JSON it can be null as well, when the argument is missing. */
  readonly schema: JsonSchema;
  /** How JSON has it: as it is, as a bigint in decimal, or as `JSON.stringify` writes it. */
  readonly json: "number" | "decimal" | "any";
  /**
   * Reads the payload from `start` to `end`, which lie in the record; `start` is a multiple of 8.
   *
   * @throws {MalformedRecord} for a payload that no program writes
   */
  readonly read: (memory: ArgMemory, start: number, end: number) => T;
}

/** By name, in the order of the arguments. */
export type ArgTypes = { readonly [name: string]: ArgType };
