import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { readCorpus } from "../../fuzz/corpus.js";
import { fuzz } from "../../fuzz/fuzz.js";
import { seeds } from "../../fuzz/seeds.js";
import { tryRecord } from "../../fuzz/target.js";
import { encode } from "../../support/encoder.js";

const folder = fileURLToPath(new URL("../../fuzz/corpus", import.meta.url));

/** Deleted ones are made anew, as snapshots are. */
beforeAll(() => {
  const known = readCorpus(folder);
  for (const [name, call] of Object.entries(seeds))
    if (!known.has(name) && !process.env.CI) writeFileSync(`${folder}/${name}.bin`, recordOf(encode([call])));
}, 60_000);

/** Without what a ring puts around it. */
function recordOf(ring: Buffer): Buffer {
  return ring.subarray(8, 8 + ring.readUInt32LE(0));
}

test("the corpus begins with whole records, as a C compiler lays them out", () => {
  const known = readCorpus(folder);
  const names = Object.keys(seeds);
  const ring = encode(Object.values(seeds));
  let at = 0;
  for (const name of names) {
    const record = recordOf(ring.subarray(at));
    at += 8 + Math.ceil(record.length / 8) * 8;
    expect(known.get(name)?.toString("hex"), name).toBe(record.toString("hex"));
    expect(tryRecord(record).join(), name).not.toMatch(/^malformed|^no event/);
  }
});

test("damaged records are malformed, or tell what is in them and nothing else", () => {
  const failures: unknown[] = [];
  const summary = fuzz({
    ...{ corpus: [...readCorpus(folder).values()], seconds: 2, seed: 1 },
    onFailure: (record, error) => failures.push([Buffer.from(record).toString("hex"), error]),
  });
  expect(failures).toEqual([]);
  expect(summary.malformed).toBeGreaterThan(0);
  expect(summary.malformed).toBeLessThan(summary.records);
}, 20_000);

describe("the fuzzer finds", () => {
  const run = (target: (record: Uint8Array) => string[]) => {
    const messages = new Set<string>();
    const record = encode([{ event: 2, number: 1, note: Buffer.of(1), args: [] }]);
    fuzz({
      ...{ corpus: [recordOf(record)], seconds: 0.2, seed: 1, target },
      onFailure: (_, error) => messages.add(error.message),
    });
    return [...messages];
  };

  test("an error", () => {
    const found = run((record) => {
      if (record[16] !== 1) throw new Error("boom");
      return ["fine"];
    });
    expect(found).toEqual(["boom"]);
  });

  test("an endless loop", () => {
    const found = run((record) => {
      for (let at = record.length; at === record.length; );
      return ["never"];
    });
    expect(found).toEqual(["Script execution timed out after 1000ms"]);
  });
});
