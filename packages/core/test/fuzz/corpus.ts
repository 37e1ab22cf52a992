import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** The records of a folder, by the names of their files. */
export function readCorpus(folder: string): Map<string, Buffer> {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(".bin"))
    .sort();
  return new Map(files.map((file) => [path.basename(file, ".bin"), readFileSync(path.join(folder, file))]));
}
