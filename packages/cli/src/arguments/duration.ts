import { InvalidArgumentError } from "commander";

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** What a timer of Node takes; nearly 25 days. */
const longestMs = 2 ** 31 - 1;

/** A time between two readings of a table, as milliseconds. */
export function parseInterval(text: string): number {
  const ms = parseDuration(text);
  if (Number.isInteger(ms) && ms >= 10 && ms <= 3_600_000) return ms;
  throw new InvalidArgumentError("Expected 10ms to 1h.");
}

/** `500ms`, `5s`, `1.5m`, `2h` as milliseconds. */
export function parseDuration(text: string): number {
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  const ms = Number(number) * (unitsMs[unit] ?? 0);
  if (ms > longestMs) throw new InvalidArgumentError("The longest is 596h.");
  if (ms > 0) return ms;
  throw new InvalidArgumentError("Expected a time with its unit, such as 500ms, 5s, 2m or 1h.");
}
