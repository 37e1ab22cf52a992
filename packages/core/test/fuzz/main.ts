import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { readCorpus } from "./corpus.js";
import { fuzz } from "./fuzz.js";

export interface MainOptions {
  readonly corpus: string;
  /** Gets the folders `failures` and `found`. */
  readonly output: string;
  readonly seconds: number;
  readonly seed: number;
}

/** Of each error, so that one mistake does not fill the disk. */
const mostOfAnError = 5;

/** Fuzzes, and says and keeps what has come of it. @returns whether nothing failed */
export function main({ corpus, output, seconds, seed }: MainOptions): boolean {
  const save = (kind: string, record: Uint8Array) => {
    const name = createHash("sha256").update(record).digest("hex").slice(0, 12);
    const file = path.join(output, kind, `${name}.bin`);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, record);
    return file;
  };
  const errors = new Map<string, number>();
  const records = [...readCorpus(corpus).values()];
  if (records.length === 0) throw new Error(`no records in ${corpus}`);

  const { outcomes, ...summary } = fuzz({
    ...{ corpus: records, seconds, seed },
    onNew: (record, isMalformed) => void save(isMalformed ? "found/malformed" : "found/whole", record),
    onFailure: (record, error) => {
      const what = error.message.split("\n", 1)[0] as string;
      const times = (errors.get(what) ?? 0) + 1;
      errors.set(what, times);
      if (times <= mostOfAnError) console.error(`${what}\n  ${save("failures", record)}`);
    },
  });

  const malformed = [...outcomes].filter((outcome) => outcome.startsWith("malformed"));
  console.log(
    [
      `seed ${seed}: ${summary.records} records in ${seconds} s, from ${records.length}`,
      `${summary.malformed} malformed, at ${malformed.length} places`,
      `${outcomes.size} outcomes, the records that came to them first in ${path.join(output, "found")}`,
      `longest ${summary.longestMs.toFixed(1)} ms`,
      `${summary.failures} failures`,
    ].join("\n"),
  );
  for (const [what, times] of errors) console.log(`  ${times} × ${what}`);
  return summary.failures === 0;
}
