import type { Btf } from "./btf.js";

/**
 * What a session needs of the kernel, by shape. `@probekit/native` satisfies it with libbpf;
 * tests of the code around it satisfy it with a fake.
 *
 * Every method that fails throws a {@link KernelError}; any other error is the implementation's own, such as
 * that it cannot be loaded.
 */
export interface Kernel {
  /**
   * Parses a BPF object file. Nothing reaches the kernel before {@link OpenedObject.load}.
   *
   * @param image the bytes of the ELF file; copied.
   */
  openObject(image: Uint8Array, options: { readonly name: string }): OpenedObject;
  /** The running kernel's own type information, without that of modules. */
  kernelBtf(): Btf;
  /** Whether this kernel has the tracepoint `category:name`. */
  hasTracepoint(category: string, name: string): boolean;
  /** Starts a thread that consumes a ring buffer. */
  openRing(ring: BpfMap, options: RingOptions): Ring;
  /** Both clocks, read within a microsecond of each other, in nanoseconds. */
  clocks(): { readonly bootNs: bigint; readonly realNs: bigint };
}

/** The error that a {@link Kernel} throws. */
export interface KernelError extends Error {
  /** The errno's name, such as `EPERM`; libbpf's own codes as `LIBBPF_…`. */
  readonly errno: string;
  /** The call that failed: `load`, `attach`, `open`, … */
  readonly syscall: string;
  /** What libbpf printed for this call, the verifier's log included; empty if nothing. */
  readonly log: string;
}

export interface ProgramInfo {
  readonly name: string;
  /** The ELF section, which says type and default target: `tracepoint/syscalls/sys_exit_execve`. */
  readonly section: string;
}

export interface MapInfo {
  readonly name: string;
  /** As in the kernel's UAPI, in lower case: `hash`, `lru_hash`, `ringbuf`, `array`, … */
  readonly type: string;
  readonly keySizeBytes: number;
  readonly valueSizeBytes: number;
  readonly maxEntries: number;
}

/** A parsed object whose programs, maps and variables can still be changed. */
export interface OpenedObject {
  readonly name: string;
  readonly programs: readonly ProgramInfo[];
  readonly maps: readonly MapInfo[];
  readonly btf: Btf;
  /** Whether `load` loads this program. On by default. */
  setAutoload(program: string, autoload: boolean): void;
  /** The kernel function or tracepoint of a BTF-typed program, in place of its section's. */
  setAttachTarget(program: string, target: string): void;
  setMaxEntries(map: string, maxEntries: number): void;
  /** Makes this object use an existing map in place of creating its own. */
  reuseMap(map: string, existing: BpfMap): void;
  /** Overwrites part of a data section (`.rodata`, `.data`, `.bss`) as it will be at load. */
  setData(section: string, offsetBytes: number, bytes: Uint8Array): void;
  /** Creates the maps, relocates and verifies the programs. The opened object is spent, whether this works or not. */
  load(): LoadedObject;
  /** Idempotent. */
  close(): void;
}

/** Where a program is attached. A field left out is taken from the program's section. */
export type AttachTarget =
  /** Whatever the program's section says; for `tp_btf`, `fentry`, `fexit`, `lsm`, `iter`, … */
  | { readonly type: "section" }
  | { readonly type: "tracepoint"; readonly category: string; readonly name: string }
  | { readonly type: "rawTracepoint"; readonly name: string }
  | {
      readonly type: "kprobe";
      readonly function: string;
      readonly offset?: number;
      readonly retprobe?: boolean;
    }
  | { readonly type: "ksyscall"; readonly syscall: string; readonly retprobe?: boolean }
  | {
      readonly type: "uprobe";
      readonly path: string;
      readonly function?: string;
      readonly offset?: number;
      readonly pid?: number;
      readonly retprobe?: boolean;
    }
  | {
      readonly type: "usdt";
      readonly path: string;
      readonly provider: string;
      readonly name: string;
      readonly pid?: number;
    }
  | { readonly type: "cgroup"; readonly path: string }
  | {
      readonly type: "perfEvent";
      /** `perf_event_attr.type` and `.config`. */
      readonly eventType: number;
      readonly config: bigint;
      readonly frequencyHz: number;
      readonly cpu: number;
    };

/** An object that the kernel holds. Closing it closes its links, programs and maps. */
export interface LoadedObject {
  readonly name: string;
  attach(program: string, target: AttachTarget): Link;
  map(name: string): BpfMap;
  /**
   * Runs a `raw_tp` program once, on the calling thread.
   *
   * @param args what it reads from its context, 64 bits each
   * @returns what it returns
   */
  run(program: string, args?: readonly bigint[]): number;
  programStats(): readonly ProgramStats[];
  /** Idempotent; detaches what is still attached. */
  close(): void;
}

export interface ProgramStats {
  readonly name: string;
  /** Instructions after the verifier removed dead code; 0 where the kernel does not say. */
  readonly instructions: number;
  /** Instructions that the verifier walked; 0 before Linux 5.16. */
  readonly verifiedInstructions: number;
  /** Both are 0 unless `kernel.bpf_stats_enabled` is on. */
  readonly runTimeNs: bigint;
  readonly runCount: bigint;
  /** Runs skipped because the program was already running on that CPU; 0 before Linux 5.12. */
  readonly recursionMisses: bigint;
}

export interface Link {
  /** Detaches. Idempotent. */
  close(): void;
}

/** Entries of a map, all in two buffers. */
export interface MapEntries {
  readonly count: number;
  /** `count` keys of `keySizeBytes` each. */
  readonly keys: Buffer;
  /** `count` values in the same order, each as {@link BpfMap.lookup} gives it. */
  readonly values: Buffer;
}

export interface BpfMap {
  readonly info: MapInfo;
  /** `undefined` if there is no such key. A per-CPU map gives one value a CPU, each padded to 8 bytes. */
  lookup(key: Uint8Array): Uint8Array | undefined;
  /** @param flags `any` (default), `create` (fails with EEXIST) or `existing` (fails with ENOENT). */
  update(key: Uint8Array, value: Uint8Array, flags?: "any" | "create" | "existing"): void;
  /** Whether there was such a key. */
  delete(key: Uint8Array): boolean;
  /** Every key at about this moment; keys added or removed meanwhile may be missing. */
  keys(): Uint8Array[];
  /**
   * Every entry, read in few system calls: of a hash map of any kind, an array, or from Linux 5.13
   * a per-CPU array. Entries added or removed meanwhile may be missing.
   *
   * @throws {KernelError} `EOPNOTSUPP` for a map of another type; `ENOTSUPP` where the kernel is too
   * old.
   */
  entries(): MapEntries;
  /**
   * Reads and deletes every entry of a hash map (`hash`, `lru_hash`, `percpu_hash`,
   * `lru_percpu_hash`).
   *
   * For a map that nothing writes to meanwhile, such as an inner map that {@link setInner} has
   * replaced: the kernel reads a value before it deletes the entry, and an update between the two
   * is lost (measured: 15 to 23 of 4 million).
   *
   * @throws {KernelError} `EOPNOTSUPP` for a map of another type. When the kernel fails midway
   * (`ENOMEM`), the message says how many entries were deleted and are lost.
   */
  drain(): MapEntries;
  /**
   * Stores `inner` in a map of maps (`array_of_maps`, `hash_of_maps`), in place of the one that
   * `key` had. It need not stay open.
   *
   * The kernel returns only when every program that was running has finished
   * (`maybe_wait_bpf_programs` in kernel/bpf/syscall.c, Linux 4.20 on), so that afterwards no
   * program writes to the map that was replaced. Sleepable programs are not waited for. This
   * blocks for the kernel's grace period: some milliseconds to tens of them.
   *
   * @throws {KernelError} `EOPNOTSUPP` for a map of another type; `EINVAL` for an inner map whose
   * type, sizes or flags are not those that the map of maps was created for, for an array also its
   * number of entries.
   */
  setInner(key: Uint8Array, inner: BpfMap): void;
  /** Idempotent. A map that is still used by a ring or an object stays alive there. */
  close(): void;
}

export interface RingOptions {
  /**
   * A 32-bit word that BPF programs read after each record: when it is not 0, and the ring holds
   * that many bytes or more, they clear it and force a wake-up. Without it the ring relies on the
   * kernel's own wake-ups.
   *
   * @param map an array map created with `BPF_F_MMAPABLE`, such as a data section.
   */
  readonly wakeWord?: { readonly map: BpfMap; readonly offsetBytes: number };
  /** Most bytes kept for JavaScript before the thread stops consuming. */
  readonly backlogBytes: number;
  /** Longest time that a record waits for others before JavaScript is told, in milliseconds. */
  readonly maxDelayMs: number;
  /** Called once when there is something to {@link Ring.read}; again only after a read. */
  readonly onReadable: () => void;
}

export interface Ring {
  /**
   * Moves whole records, oldest first, into `into`; never waits.
   *
   * Each record is `[length u32][0 u32][payload][0 to 7 bytes of padding]`, so that payloads
   * are 8-byte aligned if `into` is. A record that does not fit the whole of `into` is
   * dropped and counted in {@link RingStats.oversized}.
   *
   * @returns the bytes written; 0 when nothing is there.
   */
  read(into: Uint8Array): number;
  /**
   * Consumes, on the calling thread, what programs have written until now.
   *
   * @returns whether the ring is empty; `false` when the backlog is full: `read` and call again.
   */
  drain(): boolean;
  readonly stats: RingStats;
  /** Whether the open ring keeps the process alive. It does not to begin with. */
  ref(): void;
  unref(): void;
  /** Stops the thread. Idempotent. What was not read is dropped. */
  close(): void;
}

export interface RingStats {
  readonly records: number;
  readonly bytes: number;
  readonly wakeups: number;
  /** Times that the thread stopped because the backlog was full. */
  readonly stalls: number;
  readonly oversized: number;
}
