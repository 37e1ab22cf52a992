import type { JsonChunk } from "../../src/session/reading.js";

/** The events of a chunk; each line must be one. */
export function parseLines({ events, bytes }: JsonChunk): Record<string, unknown>[] {
  const lines = bytes.toString().split("\n");
  if (lines.pop() !== "" || lines.length !== events)
    throw new Error(`${lines.length} lines of ${events} events`);
  return lines.map((line) => JSON.parse(line));
}
