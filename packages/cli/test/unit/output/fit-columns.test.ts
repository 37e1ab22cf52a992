import { expect, test } from "vitest";
import { tableColumn } from "../../../src/output/columns.js";
import { fitColumns } from "../../../src/output/fit-columns.js";

const exec = [
  tableColumn({ field: "pid", width: 7, align: "right" }),
  tableColumn({ field: "ppid", width: 7, align: "right" }),
  tableColumn({ field: "uid", width: 5, align: "right" }),
  tableColumn({ field: "parentComm", title: "PARENT", width: 15 }),
  { ...tableColumn({ field: "errno", title: "RESULT", width: 8 }), isError: true },
  tableColumn({ field: "filename", title: "FILE", width: 24 }),
];
const several = [
  tableColumn({ field: "event", width: 13 }),
  tableColumn({ field: "pid", width: 7, align: "right" }),
  tableColumn({ field: "comm", width: 15 }),
];
const timeCells = 14;

function fitted(columns: typeof exec, terminal: number | undefined) {
  const { shown, rest } = fitColumns(columns, terminal === undefined ? undefined : terminal - timeCells);
  return [shown.map(({ title, width }) => `${title} ${width}`).join(", "), rest];
}

const all = "PID 7, PPID 7, UID 5, PARENT 15, RESULT 8, FILE 24";

test.each([
  ["a pipe has all", exec, undefined, all, undefined],
  ["a wide terminal has all", exec, 160, all, 68],
  ["long texts are cut first", exec, 110, "PID 7, PPID 7, UID 5, PARENT 13, RESULT 8, FILE 14", 30],
  ["then the widest go", exec, 100, "PID 7, PPID 7, UID 5, PARENT 15, RESULT 8", 34],
  ["80 cells have room for the numbers", exec, 80, "PID 7, PPID 7, UID 5, RESULT 8", 31],
  ["40 cells have room for the process id", exec, 40, "PID 7", 17],
  ["20 cells have no room for it", exec, 20, "", 6],
  ["what tells events apart is kept whole", several, 80, "EVENT 13, PID 7, COMM 10", 30],
  ["and goes before the process id", several, 40, "PID 7", 17],
])("%s", (_, columns, terminal, shown, rest) => {
  expect(fitted(columns, terminal)).toEqual([shown, rest]);
});

test.each(Array.from({ length: 200 }, (_, index) => index + timeCells))("a row fits %d cells", (terminal) => {
  const { shown, rest } = fitColumns(exec, terminal - timeCells);
  const used = shown.reduce((sum, { width }) => sum + width + 2, timeCells);
  expect(used + (rest ?? 0)).toBeLessThanOrEqual(terminal);
  if (terminal >= timeCells + 9 + 30) expect(rest).toBeGreaterThanOrEqual(30);
});
