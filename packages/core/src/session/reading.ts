import { ProbeError } from "../errors/probe-error.js";
import type { Notices } from "./notices.js";
import { leftOut, type Read } from "./read-record.js";
import type { SessionResources } from "./resources.js";
import { EventStream } from "./stream.js";

/** Events as JSON. */
export interface JsonChunk {
  readonly events: number;
  /** UTF-8: as many lines, each ended by a line break. */
  readonly bytes: Buffer;
}

/** How long streams that always find more keep signals and timers waiting, in milliseconds. */
const longestTurnMs = 10;

/** How the streams of a session take events from its ring, one stream at a time. */
export class Reading {
  /** Delivered. */
  events = 0;
  readonly #resources: SessionResources;
  readonly #notices: Notices;
  /** The stream that reads; between its first `next()` and its end. */
  #reader: object | undefined;
  /** When the event loop last had a turn. */
  #lastTurnMs = 0;

  constructor(resources: SessionResources, notices: Notices) {
    this.#resources = resources;
    this.#notices = notices;
  }

  /** @param take gives what the buffer has, `undefined` when it must be filled again. */
  stream<T>(take: () => T | undefined): EventStream<T> {
    return new EventStream({
      claim: (stream) => this.#claim(stream),
      release: (stream) => this.#release(stream),
      more: () => this.#more(),
      take: () => {
        this.#notices.rethrow();
        if (this.#resources.closed) return undefined;
        const value = take();
        this.#notices.tellLogs();
        return value;
      },
    });
  }

  one<T>(read: Read<T>): T | undefined {
    for (;;) {
      const value = this.#resources.dispatcher.next(read, this.#notices.keepLog);
      if (value === leftOut) continue;
      if (value !== undefined) this.events++;
      return value;
    }
  }

  batch<T>(read: Read<T>): T[] | undefined {
    const batch: T[] = [];
    for (let value = this.one(read); value !== undefined; value = this.one(read)) batch.push(value);
    return batch.length > 0 ? batch : undefined;
  }

  chunk(write: Read<true>): JsonChunk | undefined {
    const { json } = this.#resources;
    let events = 0;
    json.clear();
    while (!json.isFull && this.one(write) !== undefined) events++;
    return events > 0 ? { events, bytes: json.chunk } : undefined;
  }

  #claim(stream: object): void {
    if (this.#resources.closed) return;
    this.#reader ??= stream;
    if (this.#reader === stream) return;
    throw new ProbeError("ERR_BUSY", {
      operation: "read",
      object: "session",
      message: "another iterator is reading it; end that one first, with break or return()",
    });
  }

  #release(stream: object): void {
    if (this.#reader !== stream) return;
    this.#reader = undefined;
    this.#resources.reader.wake();
  }

  async #more(): Promise<boolean> {
    const { reader, dispatcher } = this.#resources;
    this.#notices.check();
    const bytes = reader.read();
    if (bytes === undefined) {
      this.#notices.tellLosses();
      this.#notices.rethrow();
      return false;
    }
    if (bytes > 0) {
      dispatcher.refill(bytes);
      if (performance.now() < this.#lastTurnMs + longestTurnMs) return true;
      await new Promise((resolve) => setImmediate(resolve));
    } else await reader.readable();
    this.#lastTurnMs = performance.now();
    return true;
  }
}
