import type { RecordBuffer } from "../decode/record-buffer.js";
import type { Kernel, Ring } from "../kernel/kernel.js";
import type { SharedObject } from "./shared-object.js";

/** Bytes that wait for JavaScript at most, beside what the ring holds. */
const backlogBytes = 8 * 1024 * 1024;

/** A drain waits some 10 ms for a record that a program is just writing. */
const drainAttempts = 3;

/**
 * Fills the record buffer from the ring, on demand: what nobody asks for stays in the ring,
 * which is then the only place that can run full.
 */
export class RingReader {
  readonly #ring: Ring;
  readonly #buffer: RecordBuffer;
  #ending = false;
  #closed = false;
  #wake: (() => void) | undefined;

  constructor(kernel: Kernel, shared: SharedObject, buffer: RecordBuffer, maxDelayMs: number) {
    this.#buffer = buffer;
    this.#ring = kernel.openRing(shared.map("probekit_ring"), {
      wakeWord: { map: shared.map(".data.probekit_shared"), offsetBytes: 0 },
      backlogBytes,
      maxDelayMs,
      onReadable: () => this.#wake?.(),
    });
  }

  get stats() {
    return this.#ring.stats;
  }

  /**
   * Waits until there are records and moves them into the buffer.
   *
   * @returns the bytes there; 0 after `timeoutMs` without any; `undefined` at the end.
   */
  async fill(timeoutMs: number): Promise<number | undefined> {
    const bytes = this.#read();
    if (bytes !== 0) return bytes;
    await this.#readable(timeoutMs);
    return this.#read();
  }

  #read(): number | undefined {
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

  #readable(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.#ring.ref();
      const timer = setTimeout(() => this.#wake?.(), timeoutMs);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        if (!this.#closed) this.#ring.unref();
        resolve();
      };
    });
  }

  /** Lets readers have what the ring still holds, and then its end. */
  end(): void {
    this.#ending = true;
    this.#wake?.();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#ring.close();
    this.#wake?.();
  }
}
