import type { RecordBuffer } from "../decode/record-buffer.js";
import type { BpfMap, Kernel, Ring } from "../kernel/kernel.js";

/** Bytes that wait for JavaScript at most, beside what the ring holds. */
const backlogBytes = 4 * 1024 * 1024;

/** A drain waits some 10 ms for a record that a program is just writing. */
const drainAttempts = 3;

export interface RingReaderOptions {
  readonly ring: BpfMap;
  /** The data section whose first word programs read after each record. */
  readonly wakeWord: BpfMap;
  readonly maxDelayMs: number;
  /** How long {@link RingReader.readable} waits for records at most. */
  readonly longestWaitMs: number;
}

/**
 * Fills the record buffer from the ring, on demand: what nobody asks for stays in the ring,
 * which is then the only place that can run full.
 */
export class RingReader {
  readonly #ring: Ring;
  readonly #buffer: RecordBuffer;
  readonly #longestWaitMs: number;
  #ending = false;
  #closed = false;
  #wake: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    kernel: Kernel,
    buffer: RecordBuffer,
    { ring, wakeWord, maxDelayMs, longestWaitMs }: RingReaderOptions,
  ) {
    this.#buffer = buffer;
    this.#longestWaitMs = longestWaitMs;
    this.#ring = kernel.openRing(ring, {
      wakeWord: { map: wakeWord, offsetBytes: 0 },
      backlogBytes,
      maxDelayMs,
      onReadable: () => this.#wake?.(),
    });
  }

  get stats() {
    return this.#ring.stats;
  }

  /**
   * Moves records into the buffer; never waits.
   *
   * @returns the bytes there; 0 when there are none yet; `undefined` at the end.
   */
  read(): number | undefined {
    if (this.#closed) return undefined;
    const bytes = this.#ring.read(this.#buffer.bytes);
    return bytes > 0 || !this.#ending ? bytes : this.#readRest();
  }

  /** What is still in the ring after the programs were detached. */
  #readRest(): number | undefined {
    for (let attempt = 0; attempt < drainAttempts; attempt++) {
      const isEmpty = this.#ring.drain();
      const bytes = this.#ring.read(this.#buffer.bytes);
      if (bytes > 0) return bytes;
      if (isEmpty) break;
    }
    return undefined;
  }

  /**
   * Waits, after a {@link read} that gave 0 and in the same turn, until there is something to
   * read, the end has come, {@link wake} is called or it has waited long enough. Keeps the
   * process alive meanwhile. For one caller at a time.
   */
  readable(): Promise<void> {
    if (this.#closed || this.#ending) return Promise.resolve();
    return new Promise((resolve) => {
      this.#ring.ref();
      this.#startTimer();
      this.#wake = () => {
        this.#wake = undefined;
        this.#ring.unref();
        resolve();
      };
    });
  }

  /** One for all waits, which nobody stops when a wait is over: to make one each time costs more. */
  #startTimer(): void {
    if (this.#timer) this.#timer.refresh();
    else this.#timer = setTimeout(() => this.#wake?.(), this.#longestWaitMs).unref();
  }

  wake(): void {
    this.#wake?.();
  }

  /** Lets the reader have what the ring still holds, and then its end. */
  end(): void {
    this.#ending = true;
    this.#wake?.();
  }

  /** The end, at once. Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#wake?.();
    this.#ring.close();
  }
}
