/**
 * Boot time, which the kernel stamps records with, as wall-clock time.
 *
 * Boot nanoseconds pass 2^53 after 104 days and never become one plain number: they are
 * read as two halves, and converted in milliseconds.
 */
export class Clock {
  /** Epoch milliseconds at boot. */
  offsetMs = 0;
  #second = Number.NaN;
  #prefix = "";

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
    const micros = Math.round(timeMs * 1000);
    const second = Math.floor(micros / 1e6);
    if (second !== this.#second) {
      this.#second = second;
      this.#prefix = new Date(second * 1000).toISOString().slice(0, 20);
    }
    return `${this.#prefix}${String(micros - second * 1e6).padStart(6, "0")}Z`;
  }
}
