import { addon, type RingHandle } from "./addon.js";
import { NativeMap } from "./map.js";
import type { BpfMap, Ring, RingOptions, RingStats } from "./types.js";
import * as validate from "./validate.js";

export class NativeRing implements Ring {
  readonly #handle: RingHandle;

  constructor(handle: RingHandle) {
    this.#handle = handle;
  }

  get stats(): RingStats {
    return addon().ringStats(this.#handle);
  }

  read(into: Uint8Array): number {
    return addon().ringRead(this.#handle, validate.bytes("into", into));
  }

  drain(): boolean {
    return addon().ringDrain(this.#handle);
  }

  ref(): void {
    addon().ringRef(this.#handle);
  }

  unref(): void {
    addon().ringUnref(this.#handle);
  }

  close(): void {
    addon().ringClose(this.#handle);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/**
 * Starts a thread that consumes a ring buffer. The ring holds what it needs: maps and objects
 * may be closed in any order.
 *
 * @throws {KernelError} `EINVAL` for a map that is not a ring buffer, `EBUSY` for one that this
 *   process reads already.
 */
export function openRing(ring: BpfMap, options: RingOptions): Ring {
  const { wakeWord, backlogBytes, maxDelayMs, onReadable } = validate.object(
    "options",
    options,
  ) as unknown as RingOptions;
  const map = NativeMap.handle("ring", ring);
  if (wakeWord !== undefined) validate.object("wakeWord", wakeWord);
  const handle = addon().ringOpen(
    map,
    wakeWord && NativeMap.handle("wakeWord.map", wakeWord.map),
    wakeWord === undefined
      ? 0
      : validate.integer("wakeWord.offsetBytes", wakeWord.offsetBytes, 0, 2 ** 32 - 1),
    validate.integer("backlogBytes", backlogBytes, 4096, 2 ** 30),
    validate.integer("maxDelayMs", maxDelayMs, 0, 60_000),
    validate.callback("onReadable", onReadable),
  );
  return new NativeRing(handle);
}
