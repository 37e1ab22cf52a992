import { escapeJson } from "./escape.js";

/** A value as JSON for people and programs, ended by a line break. */
export function prettyJson(value: unknown): string {
  return `${escapeJson(JSON.stringify(value, null, 2))}\n`;
}
