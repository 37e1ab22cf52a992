import type { Histogram, HistogramGroup, HistogramUnit } from "@probekit/core";
import { formatBytes } from "./byte-size.js";
import { formatDuration } from "./duration.js";
import { escapeText } from "./escape.js";

/** The longest bar, in terminal cells. */
const barWidth = 40;

const eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** Histograms as bars, a block of lines for each group. */
export function histogramLines(histograms: readonly Histogram[]): string[] {
  return histograms.flatMap(({ probe, histogram, unit, groups }) =>
    groups.flatMap((group) => ["", title(probe, histogram, group), ...bars(group, unit)]),
  );
}

/** The same as lines of JSON, one for each group. */
export function histogramJson(histograms: readonly Histogram[], time = new Date()): string[] {
  return histograms.flatMap(({ probe, histogram, unit, groups }) =>
    groups.map(({ name, count, buckets }) =>
      JSON.stringify({
        probe,
        event: histogram,
        time: time.toISOString(),
        group: name,
        unit,
        count,
        buckets,
      }),
    ),
  );
}

function title(probe: string, histogram: string, { name, count }: HistogramGroup): string {
  return escapeText(`${probe} ${histogram}${name && `, ${name}`}: ${count}`);
}

function bars({ buckets }: HistogramGroup, unit: HistogramUnit): string[] {
  const most = Math.max(...buckets.map(({ count }) => count));
  const countWidth = String(most).length;
  return buckets.map(({ from, to, count }) => {
    const range = `${amount(from, unit).padStart(8)} … ${amount(to, unit).padStart(8)}`;
    return `${range}  ${String(count).padStart(countWidth)}  ${bar(count / most)}`.trimEnd();
  });
}

function bar(part: number): string {
  const cells = part * barWidth;
  const whole = Math.floor(cells);
  return "█".repeat(whole) + (eighths[Math.floor((cells - whole) * 8)] ?? "");
}

function amount(value: number, unit: HistogramUnit): string {
  switch (unit) {
    case "ns":
      return value < 1000 ? `${value} ns` : formatDuration(value / 1e6);
    case "bytes":
      return formatBytes(value);
    case "count":
      return value < 1e6 ? String(value) : value.toExponential(1);
  }
}
