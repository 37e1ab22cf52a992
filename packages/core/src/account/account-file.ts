import { readFileSync, statSync } from "node:fs";

/** How often it is looked whether a file has changed, at most, in milliseconds. */
const lookIntervalMs = 1000;

/**
 * The names of a file such as `/etc/passwd`, by id. Read when first asked, and again when an id
 * is not in it and the file has changed since.
 */
export class AccountFile {
  readonly #file: string;
  #names: ReadonlyMap<number, string> | undefined;
  #modifiedMs = 0;
  #lookedMs = Number.NEGATIVE_INFINITY;

  constructor(file: string) {
    this.#file = file;
  }

  /** `null` for an id without a name. */
  name(id: number): string | null {
    return this.#names?.get(id) ?? this.#look().get(id) ?? null;
  }

  #look(): ReadonlyMap<number, string> {
    const now = performance.now();
    if (this.#names && now - this.#lookedMs < lookIntervalMs) return this.#names;
    this.#lookedMs = now;
    const modifiedMs = modified(this.#file);
    if (!this.#names || modifiedMs !== this.#modifiedMs) this.#names = readNames(this.#file);
    this.#modifiedMs = modifiedMs;
    return this.#names;
  }
}

/** 0 for a file that is not there, or that must not be looked at. */
function modified(file: string): number {
  try {
    return statSync(file).mtimeMs;
  } catch {
    return 0;
  }
}

/** Of two names with one id the first counts, as for getpwuid(3). */
function readNames(file: string): Map<number, string> {
  const names = new Map<number, string>();
  for (const line of readText(file).split("\n")) {
    /* Both files have the name first and the id third. */
    const [name, , id] = line.split(":");
    if (name && id && /^\d+$/.test(id) && !names.has(Number(id))) names.set(Number(id), name);
  }
  return names;
}

/** No file, no names: there are containers without. */
function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
