import { beforeAll, expect, test } from "vitest";
import { type TableEvent, tableColumn } from "../../../src/output/columns.js";
import { frame, snapshotLines } from "../../../src/output/snapshot.js";

const columns = [
  tableColumn({ field: "pid", width: 7, align: "right" }),
  tableColumn({ field: "readBytes", title: "READ", width: 8, align: "right", unit: "bytes" }),
  tableColumn({ field: "path" }),
];
const timeMs = Date.UTC(2026, 0, 2, 8, 9, 10, 123);
const row = (pid: number, readBytes: number, path: string) =>
  ({ probe: "filetop", event: "files", timeMs, pid, readBytes, path }) as TableEvent;
const snapshot = {
  ...{ probe: "filetop", table: "files", timeMs, intervalMs: 1001.25 },
  rows: [
    row(7, 1536, "/tmp/a"),
    row(123456, 65_536_000, "/tmp/\u001b[0m"),
    row(8, 0, "/long/path/to/somewhere"),
  ],
};
const settings = { color: false, terminalWidth: undefined, rows: 20 };

beforeAll(() => {
  process.env.TZ = "UTC";
});

test("a snapshot has a title, the columns' names, and its rows", () => {
  expect(snapshotLines(snapshot, columns, settings)).toEqual([
    "08:09:10.123  filetop files, 3 rows in 1.00 s",
    "    PID      READ  PATH",
    "      7   1.5 KiB  /tmp/a",
    " 123456  62.5 MiB  /tmp/\\x1b[0m",
    "      8       0 B  /long/path/to/somewhere",
  ]);
});

test("of rows that are left out, the title says how many there are", () => {
  const lines = snapshotLines(snapshot, columns, { ...settings, rows: 1 });
  expect(lines[0]).toContain("1 of 3 rows");
  expect(lines).toHaveLength(3);
});

test("a snapshot without rows says so", () => {
  expect(snapshotLines({ ...snapshot, rows: [] }, columns, settings)[0]).toContain("0 rows");
});

test("no line is wider than the terminal", () => {
  for (const line of snapshotLines(snapshot, columns, { ...settings, terminalWidth: 40 }).slice(1))
    expect(line.length).toBeLessThanOrEqual(40);
});

test("a column can have a text of its own, escaped like any other", () => {
  const column = tableColumn({ field: "path", text: ({ path }: { path: string }) => `<${path}>` });
  expect(snapshot.rows.map(column.text)).toEqual([
    "</tmp/a>",
    "</tmp/\\x1b[0m>",
    "</long/path/to/somewhere>",
  ]);
});

test("of a path that has no room its end is kept", () => {
  const paths = [...columns.slice(0, -1), tableColumn({ field: "path", loses: "start" })];
  const lines = snapshotLines(snapshot, paths, { ...settings, terminalWidth: 22 });
  expect(lines.at(-1)).toMatch(/…\S*somewhere$/);
});

test("a frame leaves nothing of the one before", () => {
  expect(frame(["a", "b"])).toBe("\u001b[Ha\u001b[K\nb\u001b[K\n\u001b[J");
});
