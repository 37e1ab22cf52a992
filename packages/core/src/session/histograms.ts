import type { Histogram, HistogramBucket, HistogramGroup } from "../contract/histogram.js";
import type { BpfMap, LoadedObject } from "../kernel/kernel.js";
import { type BoundHistogram, histogramSlots } from "../layout/histograms.js";

/** Reads one histogram of a loaded object. */
export class HistogramReader {
  readonly #probe: string;
  readonly #bound: BoundHistogram;
  readonly #map: BpfMap;

  constructor(probe: string, bound: BoundHistogram, object: LoadedObject) {
    this.#probe = probe;
    this.#bound = bound;
    this.#map = object.map(bound.map);
  }

  read(): Histogram {
    const { name, unit, groups } = this.#bound;
    const counted = groups
      .map((group) => this.#group(group.number, group.name))
      .filter(({ count }) => count > 0);
    return { probe: this.#probe, histogram: name, unit, groups: counted };
  }

  #group(number: number, name: string): HistogramGroup {
    const key = Buffer.alloc(4);
    key.writeUInt32LE(number);
    const slots = sumOverCpus(Buffer.from(this.#map.lookup(key) ?? []));
    return { name, count: slots.reduce((sum, count) => sum + count, 0), buckets: buckets(slots) };
  }

  close(): void {
    this.#map.close();
  }
}

/** A per-CPU value is one array of slots for each CPU. */
function sumOverCpus(values: Buffer): number[] {
  const slots = new Array<number>(histogramSlots).fill(0);
  for (let at = 0; at < values.length; at += 8) {
    const slot = (at / 8) % histogramSlots;
    slots[slot] = (slots[slot] ?? 0) + Number(values.readBigUInt64LE(at));
  }
  return slots;
}

/** Slot 0 is for zeros, slot n for what is at least 2^(n-1) and less than 2^n. */
function buckets(slots: readonly number[]): HistogramBucket[] {
  const first = slots.findIndex((count) => count > 0);
  const last = slots.findLastIndex((count) => count > 0);
  if (first < 0) return [];
  return slots.slice(first, last + 1).map((count, index) => {
    const slot = first + index;
    return { from: slot === 0 ? 0 : 2 ** (slot - 1), to: 2 ** slot, count };
  });
}
