import vm from "node:vm";
import { mutate, randomFrom } from "./mutate.js";
import { tryRecord } from "./target.js";

export interface FuzzOptions {
  /** Whole records to begin with, from `struct probe_header` on. */
  readonly corpus: readonly Uint8Array[];
  readonly seconds: number;
  readonly seed: number;
  /** Tries one record; for tests of the fuzzer itself. */
  readonly target?: (record: Uint8Array) => string[];
  /** A record that came to something that none before it had. */
  readonly onNew?: (record: Uint8Array, isMalformed: boolean) => void;
  readonly onFailure?: (record: Uint8Array, error: Error) => void;
}

export interface FuzzSummary {
  readonly records: number;
  readonly malformed: number;
  readonly failures: number;
  readonly outcomes: ReadonlySet<string>;
  /** The record that took longest. */
  readonly longestMs: number;
}

/** A record that takes longer is a failure: it has at most a few thousand bytes. */
const longestMs = 1000;

/** The watchdog is a thread that is started each time: for one record it would take longer than the record. */
const batch = 64;

/** Decodes damaged records for a time; what comes to something new is damaged further. */
export function fuzz({
  corpus,
  seconds,
  seed,
  target = tryRecord,
  onNew,
  onFailure,
}: FuzzOptions): FuzzSummary {
  const random = randomFrom(seed);
  const kept: Uint8Array[] = [];
  const outcomes = new Set<string>();
  const state = { records: 0, malformed: 0, failures: 0, longestMs: 0 };
  let current: Uint8Array = Buffer.alloc(0);

  const fail = (error: unknown) => {
    state.failures++;
    onFailure?.(current, error as Error);
  };
  const attempt = (record: Uint8Array) => {
    current = record;
    state.records++;
    const from = performance.now();
    try {
      const names = target(record);
      const isMalformed = names[0]?.startsWith("malformed") === true;
      if (isMalformed) state.malformed++;
      if (names.every((name) => outcomes.has(name))) return;
      for (const name of names) outcomes.add(name);
      kept.push(record);
      onNew?.(record, isMalformed);
    } catch (error) {
      fail(error);
    } finally {
      state.longestMs = Math.max(state.longestMs, performance.now() - from);
    }
  };
  const watched = (work: () => void) => {
    try {
      inTime(work);
    } catch (error) {
      fail(error);
    }
  };

  const end = performance.now() + 1000 * seconds;
  for (const record of corpus) watched(() => attempt(record));
  while (performance.now() < end) {
    watched(() => {
      for (let left = batch; left > 0; left--) {
        const list = random(4) === 0 || kept.length === 0 ? corpus : kept;
        attempt(mutate(list[random(list.length)] as Uint8Array, random));
      }
    });
  }
  return { ...state, outcomes };
}

const runner = new vm.Script("probekitFuzz()");

/** An endless loop ends in an error, which nothing in it can catch. */
function inTime(work: () => void): void {
  Object.assign(globalThis, { probekitFuzz: work });
  runner.runInThisContext({ timeout: longestMs });
}
