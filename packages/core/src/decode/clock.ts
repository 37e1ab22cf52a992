import { writeMicros } from "../json/number.js";

/** Of a time in ISO 8601, with what is touched behind it. */
export const isoBytes = 32;

/**
 * Boot time, which the kernel stamps records with, as wall-clock time.
 *
 * Boot nanoseconds pass 2^53 after 104 days and never become one plain number: they are
 * read as two halves, and converted in milliseconds.
 */
export class Clock {
  /** Epoch milliseconds at boot. */
  offsetMs = 0;
  /** The last time's second, in microseconds. */
  #secondMicros = Number.NaN;
  /** "2026-11-20T14:47:48." as text and as three stores of bytes. */
  #prefix = "";
  readonly #prefixBytes = new DataView(new ArrayBuffer(24));

  /** Takes the distance of the two clocks again; to be called after the wall clock may have been set. */
  measure(clocks: { readonly bootNs: bigint; readonly realNs: bigint }): void {
    const offsetMs = Number((clocks.realNs - clocks.bootNs) / 1000n) / 1000;
    /* Smaller differences are the error of the measurement; following them would let time jitter. */
    if (Math.abs(offsetMs - this.offsetMs) > 1) this.offsetMs = offsetMs;
  }

  /** Epoch milliseconds, right to about a quarter of a microsecond. */
  timeMs(low: number, high: number): number {
    return this.offsetMs + high * 4294.967296 + low / 1e6;
  }

  /** ISO 8601 in UTC with microseconds. */
  iso(timeMs: number): string {
    const micros = this.#micros(timeMs);
    return `${this.#prefix}${String(micros).padStart(6, "0")}Z`;
  }

  /** The same as bytes. @returns the place behind */
  writeIso(view: DataView, at: number, timeMs: number): number {
    const micros = this.#micros(timeMs);
    view.setFloat64(at, this.#prefixBytes.getFloat64(0));
    view.setFloat64(at + 8, this.#prefixBytes.getFloat64(8));
    view.setUint32(at + 16, this.#prefixBytes.getUint32(16));
    const end = writeMicros(view, at + 20, micros);
    view.setUint8(end, 0x5a);
    return end + 1;
  }

  /** What is beyond the second, whose text is put into the prefix. */
  #micros(timeMs: number): number {
    const micros = Math.round(timeMs * 1000);
    const beyond = micros - this.#secondMicros;
    if (beyond >= 0 && beyond < 1e6) return beyond;
    const second = Math.floor(micros / 1e6);
    this.#secondMicros = second * 1e6;
    this.#prefix = new Date(second * 1000).toISOString().slice(0, 20);
    Buffer.from(this.#prefixBytes.buffer).write(this.#prefix, "latin1");
    return micros - this.#secondMicros;
  }
}
