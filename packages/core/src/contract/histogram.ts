/** What the numbers of a histogram are; a terminal writes them accordingly. */
export type HistogramUnit = "ns" | "bytes" | "count";

/** A distribution that the kernel counts (`PROBE_HISTOGRAM` in probekit/histogram.bpf.h). */
export interface HistogramSpec {
  readonly describe: string;
  readonly unit: HistogramUnit;
  /** The enum in the object's BTF whose values number the groups; without it there is one group. */
  readonly groups: string | undefined;
}

/**
 * Declares the histogram of the map that has its name in snake_case.
 *
 * @param options.groups an enum in the object's BTF (`PROBE_ENUM`), whose values from 0 on are
 * the groups; they are named as {@link enumeration} names values
 */
export function histogram(
  describe: string,
  options: { readonly unit: HistogramUnit; readonly groups?: string },
): HistogramSpec {
  return { describe, unit: options.unit, groups: options.groups };
}

/** What a histogram has counted so far. */
export interface Histogram {
  readonly probe: string;
  readonly histogram: string;
  readonly unit: HistogramUnit;
  /** Those that have counted anything, in the order of their numbers. */
  readonly groups: readonly HistogramGroup[];
}

export interface HistogramGroup {
  /** Empty for a histogram without groups. */
  readonly name: string;
  readonly count: number;
  /** From the lowest that is not empty to the highest, with the empty ones between. */
  readonly buckets: readonly HistogramBucket[];
}

export interface HistogramBucket {
  /** The least value that is counted here. */
  readonly from: number;
  /** The least that is not; 2^63 for the last bucket, which counts all above as well. */
  readonly to: number;
  readonly count: number;
}
