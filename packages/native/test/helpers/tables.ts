import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { onTestFinished } from "vitest";
import type * as native from "../../src/index.js";
import { open, readVariable, setWord, variableOf } from "./objects.js";

export interface Tables {
  readonly object: native.LoadedObject;
  /** Calls that a program saw and could not count, or that it did not see: it was running. */
  uncounted(program: string): bigint;
}

/** `tables`, set up for calls of this process; closed when the test ends. */
export function loadTables(prepare: (object: native.OpenedObject) => void = () => {}): Tables {
  const opened = open("tables");
  setWord(opened, "target_tgid", process.pid);
  prepare(opened);
  const { btf } = opened;
  const object = opened.load();
  onTestFinished(() => object.close());
  const uncounted = variableOf(btf, object, "uncounted");
  return {
    object,
    uncounted(program) {
      const stats = object.programStats().find(({ name }) => name === program);
      return readVariable(uncounted) + (stats?.recursionMisses ?? 0n);
    },
  };
}

/** Each key with its value, as the bytes of both in hexadecimal digits, sorted. */
export function pairs({ info }: native.BpfMap, { count, keys, values }: native.MapEntries): string[] {
  const valueSize = count > 0 ? values.length / count : 0;
  return Array.from({ length: count }, (_, index) => {
    const key = keys.toString("hex", index * info.keySizeBytes, (index + 1) * info.keySizeBytes);
    return `${key} ${values.toString("hex", index * valueSize, (index + 1) * valueSize)}`;
  }).sort();
}

/** The sum of 64-bit values. */
export function sumOf({ values }: native.MapEntries): bigint {
  let sum = 0n;
  for (let offset = 0; offset < values.length; offset += 8) sum += values.readBigUInt64LE(offset);
  return sum;
}

const loop = `
  const { parentPort, workerData } = require("node:worker_threads");
  parentPort.postMessage("ready");
  Atomics.wait(workerData, 0, 0);
  let calls = 0;
  for (; Atomics.load(workerData, 0) === 1; calls++) process.getegid();
  parentPort.postMessage(calls);
  Atomics.wait(workerData, 0, 2);
`;

export interface Callers {
  /** Lets them call `process.getegid()` as fast as they can. */
  start(): void;
  /** @returns how many calls they made. */
  stop(): Promise<number>;
  close(): Promise<void>;
}

/**
 * Threads that do nothing else: one that starts or ends makes the call too, so that programs are
 * attached and the counts read while they wait.
 */
export async function startCallers(threads: number): Promise<Callers> {
  const state = new Int32Array(new SharedArrayBuffer(4));
  const tell = (value: number) => {
    Atomics.store(state, 0, value);
    Atomics.notify(state, 0);
  };
  const workers = Array.from({ length: threads }, () => new Worker(loop, { eval: true, workerData: state }));
  const messages = () => Promise.all(workers.map((worker) => once(worker, "message")));
  await messages();
  return {
    start: () => tell(1),
    async stop() {
      const replies = messages();
      tell(2);
      return (await replies).flat().reduce((sum, calls) => sum + calls, 0);
    },
    async close() {
      tell(3);
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
