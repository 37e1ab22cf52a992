/** A value as JSON for people and programs, ended by a line break. */
export function prettyJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
