import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { callsOfRows, callsOfTable } from "../lib/filetop-calls.mjs";

const folder = mkdtempSync(join(tmpdir(), "pk-"));
afterAll(() => rmSync(folder, { recursive: true }));

function written(text) {
  const file = join(folder, "output");
  writeFileSync(file, text);
  return file;
}

it("the table's calls are those of the marked file, in all intervals, whatever the thread is called", () => {
  const file = written(`15:13:22 loadavg: 0.57 0.14 0.05 1/116 178

TID     COMM             READS  WRITES R_Kb    W_Kb    T FILE
178     load-readwrite   120    121    0       0       R pk1-own0
178     a b 3            4      0      16      0       R other

15:13:23 loadavg: 0.57 0.14 0.05 1/116 178

TID     COMM             READS  WRITES R_Kb    W_Kb    T FILE
178     load 7           5      4      0       0       R pk1-own0
`);
  expect(callsOfTable(file, "pk1-")).toBe(250);
  expect(callsOfTable(file, "pk2-")).toBe(0);
});

it("the rows' calls are those of the marked file, in all intervals", () => {
  const row = (path, reads, writes) => JSON.stringify({ path, reads, writes });
  const file = written(
    [row("/tmp/pk1-own0", 3, 4), row("/tmp/x", 9, 9), row("/tmp/pk1-own0", 1, 0)].join("\n"),
  );
  expect(callsOfRows(file, "pk1-")).toBe(8);
});
