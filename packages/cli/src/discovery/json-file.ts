import { readFileSync } from "node:fs";

/** What a JSON file holds; `undefined` for one that is not there, `null` for one that is not JSON. */
export function readJson(file: string): unknown {
  const text = readText(file);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** `undefined` for a file that is not there or cannot be read. */
function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
