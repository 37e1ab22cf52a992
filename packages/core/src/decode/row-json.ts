import type { RowBase } from "../contract/table.js";
import { Clock } from "./clock.js";

const clock = new Clock();

/** A table's row as one line of JSON, by the rules of events: 64-bit ids are decimal strings. */
export function rowJson({ probe, event, timeMs, ...fields }: RowBase): string {
  return JSON.stringify({ probe, event, time: clock.iso(timeMs), ...fields }, (_, value) =>
    typeof value === "bigint" ? String(value) : (value ?? null),
  );
}
