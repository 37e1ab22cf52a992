import { onTestFinished } from "vitest";
import * as native from "../../src/index.js";
import { openEvents, type Variable, variableOf } from "./objects.js";

export interface Source {
  readonly object: native.LoadedObject;
  readonly ringMap: native.BpfMap;
  readonly wakeWord: { readonly map: native.BpfMap; readonly offsetBytes: number };
  readonly sequence: Variable;
  readonly dropped: Variable;
  close(): void;
}

export interface SourceOptions {
  /** Records for each event; default 1. */
  readonly burst?: number;
  /** Default 16. */
  readonly payloadBytes?: number;
  /** Default 8 MiB. */
  readonly ringBytes?: number;
  /** Submits as the kernel does by default, in place of by the wake word. */
  readonly kernelWakes?: boolean;
}

/** Programs that write `burst` records whenever this process calls `process.getegid()`. */
export function startSource(options: SourceOptions = {}): Source {
  const opened = openEvents({
    burst: options.burst ?? 1,
    payload_bytes: options.payloadBytes ?? 16,
    ...(options.kernelWakes === true ? { output_flags: 0 } : {}),
  });
  const { btf } = opened;
  if (options.ringBytes !== undefined) opened.setMaxEntries("ring", options.ringBytes);
  const object = opened.load();
  object.attach("on_sys_enter", { type: "section" });
  const wake = variableOf(btf, object, "wake_word");
  return {
    object,
    ringMap: object.map("ring"),
    wakeWord: { map: wake.map, offsetBytes: wake.offsetBytes },
    sequence: variableOf(btf, object, "sequence"),
    dropped: variableOf(btf, object, "dropped"),
    close: () => object.close(),
  };
}

export function emit(): void {
  process.getegid?.();
}

/** The sequence numbers of the records in `batch`, in their order. */
export function sequences(batch: Uint8Array): bigint[] {
  const view = new DataView(batch.buffer, batch.byteOffset, batch.byteLength);
  const numbers: bigint[] = [];
  for (let offset = 0; offset < batch.byteLength; ) {
    const length = view.getUint32(offset, true);
    numbers.push(view.getBigUint64(offset + 8, true));
    offset += 8 + Math.ceil(length / 8) * 8;
  }
  return numbers;
}

export interface Reader {
  readonly ring: native.Ring;
  readonly received: bigint[];
  readonly calls: number;
  /** Resolves when so many records have been received in all. */
  reached(count: number): Promise<void>;
}

export interface ReaderOptions extends Partial<native.RingOptions> {
  /** How much one read takes; default 256 KiB. */
  readonly chunkBytes?: number;
  /** Default true. */
  readonly withWakeWord?: boolean;
}

/** Opens the source's ring and reads whenever it is told to. */
export function startReader(source: Source, options: ReaderOptions = {}): Reader {
  const { chunkBytes = 1 << 18, withWakeWord = true, ...ringOptions } = options;
  const chunk = Buffer.alloc(chunkBytes);
  const received: bigint[] = [];
  const waiting = new Map<() => void, number>();
  let calls = 0;
  const ring = native.openRing(source.ringMap, {
    ...(withWakeWord ? { wakeWord: source.wakeWord } : {}),
    backlogBytes: 1 << 22,
    maxDelayMs: 100,
    onReadable() {
      calls++;
      received.push(...sequences(chunk.subarray(0, ring.read(chunk))));
      for (const [done, count] of waiting) if (received.length >= count) done();
    },
    ...ringOptions,
  });
  // Waiting for events is what keeps a test's process alive.
  ring.ref();
  return {
    ring,
    received,
    get calls() {
      return calls;
    },
    reached: (count) =>
      new Promise((resolve) => {
        if (received.length >= count) return resolve();
        const done = () => {
          waiting.delete(done);
          resolve();
        };
        waiting.set(done, count);
      }),
  };
}

/** A source and its reader, for the length of a test. */
export function start(
  sourceOptions: SourceOptions = {},
  readerOptions: ReaderOptions = {},
): { source: Source; reader: Reader } {
  const source = startSource(sourceOptions);
  onTestFinished(source.close);
  const reader = startReader(source, readerOptions);
  onTestFinished(() => reader.ring.close());
  return { source, reader };
}
