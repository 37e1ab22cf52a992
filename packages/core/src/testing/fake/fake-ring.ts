import type { Ring, RingOptions } from "../../kernel/kernel.js";

/** A ring in memory, which records how it is used. */
export class FakeRing implements Ring {
  readonly options: RingOptions;
  /** How often it was told to keep the process alive, less how often not to. */
  refs = 0;
  closed = false;
  /** How many records `drain` moves at a time. */
  drainLimit = Number.POSITIVE_INFINITY;
  records = 0;
  #kept: Uint8Array[] = [];
  #inKernel: Uint8Array[] = [];

  constructor(options: RingOptions) {
    this.options = options;
  }

  /** As the thread does for new records. */
  push(...records: Uint8Array[]): void {
    this.#kept.push(...records);
    this.records += records.length;
    this.options.onReadable();
  }

  /** Records that the thread has not seen yet. */
  leaveInKernel(...records: Uint8Array[]): void {
    this.#inKernel.push(...records);
  }

  read(into: Uint8Array): number {
    let at = 0;
    let count = 0;
    for (const record of this.#kept) {
      if (at + record.length > into.length) break;
      into.set(record, at);
      at += record.length;
      count++;
    }
    this.#kept.splice(0, count);
    if (this.#kept.length > 0) this.options.onReadable();
    return at;
  }

  drain(): boolean {
    this.#kept.push(...this.#inKernel.splice(0, this.drainLimit));
    return this.#inKernel.length === 0;
  }

  get stats() {
    return { records: this.records, bytes: 0, wakeups: 0, stalls: 0, oversized: 0 };
  }

  ref(): void {
    this.refs++;
  }

  unref(): void {
    this.refs--;
  }

  close(): void {
    this.closed = true;
  }
}
