import {
  type AnyProbe,
  defineProbe,
  durationMs,
  errno,
  plan,
  record,
  string,
  strings,
  z,
} from "@probekit/core";
import { beforeAll, expect, test } from "vitest";
import { eventColumns, type TableEvent, tableColumn } from "../../../src/output/columns.js";
import { tableLayout } from "../../../src/output/layout.js";
import { createTable, type Table } from "../../../src/output/table.js";

const common = {
  summary: "",
  object: new URL("file:///x.bpf.o"),
  visibility: "file",
  options: z.object({}),
  attachPlans: [plan("tracepoint", {})],
} as const;

const exec = defineProbe({
  ...common,
  name: "exec",
  events: { exec: record("exec", "", { argv: strings(), errno: errno({ from: "ret" }) }) },
  columns: {
    exec: [
      { field: "pid", width: 6, align: "right" },
      { field: "errno", title: "RESULT", width: 6 },
      { field: "argv", title: "COMMAND" },
    ],
  },
});

const fileColumns = [
  { field: "pid", width: 6, align: "right" },
  { field: "ageMs", width: 8, align: "right" },
  { field: "path" },
] as const;

const files = defineProbe({
  ...common,
  name: "files",
  events: {
    created: record("created", "", { ageMs: durationMs(), path: string() }),
    deleted: record("deleted", "", { ageMs: durationMs(), path: string() }),
  },
  columns: { created: fileColumns, deleted: fileColumns },
});

const timeMs = Date.UTC(2026, 10, 20, 8, 9, 10, 123);
const event = (probe: string, event: string, fields: object) =>
  ({ probe, event, timeMs, ...fields }) as TableEvent;
const ran = event("exec", "exec", { pid: 7, comm: "echo", errno: null, argv: ["echo", ""] });
const failed = event("exec", "exec", { pid: 7, comm: "sh", errno: "ENOENT", argv: ["/nope"] });
const deleted = event("files", "deleted", { pid: 8, comm: "rm", ageMs: 12.34, path: "/tmp/\x1b[0m" });

function columnsOfAll(probes: readonly AnyProbe[]) {
  return eventColumns(
    probes,
    probes.map(({ name, events }) => ({ name, events: Object.keys(events) })),
  );
}

function table(probes: readonly AnyProbe[], width?: number, color = false): Table {
  return createTable(tableLayout(columnsOfAll(probes)), { color, terminalWidth: () => width });
}

beforeAll(() => {
  process.env.TZ = "UTC";
});

test("one type of event has the columns of its contract after the time", () => {
  const { header, row } = table([exec]);
  expect([header(), row(ran), row(failed)]).toEqual([
    "TIME             PID  RESULT  COMMAND",
    "08:09:10.123       7  -       echo ''",
    "08:09:10.123       7  ENOENT  /nope",
  ]);
});

test("types with the same columns share a table and are told apart by name", () => {
  const { header, row } = table([files]);
  expect([header(), row(deleted)]).toEqual([
    "TIME          EVENT       PID       AGE  PATH",
    "08:09:10.123  deleted       8   12.3 ms  /tmp/\\x1b[0m",
  ]);
});

test("types with different columns share who did it, and say the rest in words", () => {
  const { header, row } = table([exec, files]);
  expect([header(), row(ran), row(failed), row(deleted)]).toEqual([
    "TIME          EVENT              PID  COMM             DETAILS",
    "08:09:10.123  exec                 7  echo             echo ''",
    "08:09:10.123  exec                 7  sh               ENOENT  /nope",
    "08:09:10.123  files.deleted        8  rm               /tmp/\\x1b[0m  age=12.3 ms",
  ]);
});

test("in a terminal the last column ends at its edge", () => {
  const { row } = table([exec], 60);
  const argv = ["echo", "a long argument, and another"];
  const line = row(event("exec", "exec", { pid: 7, errno: null, argv }));
  expect(line).toBe("08:09:10.123       7  -       echo 'a long argument, and an…");
  expect(line).toHaveLength(60);
});

test("an error whose column has no room stands before what failed", () => {
  const { header, row } = table([exec], 40);
  expect([header(), row(ran), row(failed)]).toEqual([
    "TIME             PID  COMMAND",
    "08:09:10.123       7  echo ''",
    "08:09:10.123       7  ENOENT  /nope",
  ]);
});

test("a terminal of another width has its columns named again", () => {
  let width = 80;
  const { header, row } = createTable(tableLayout(columnsOfAll([exec])), {
    color: false,
    terminalWidth: () => width,
  });
  expect([header(), row(ran)]).toEqual([
    "TIME             PID  RESULT  COMMAND",
    "08:09:10.123       7  -       echo ''",
  ]);
  width = 40;
  expect(row(ran)).toBe("TIME             PID  COMMAND\n08:09:10.123       7  echo ''");
  expect(row(ran)).toBe("08:09:10.123       7  echo ''");
});

test.each([
  ["at its end", [exec], undefined, "08:09:10.123       7  -       echo ''…"],
  ["where the text is cut too", [exec], 26, "08:09:10.123  echo 'a lon…"],
  [
    "behind what was cut",
    [exec, files],
    undefined,
    "08:09:10.123  exec                 7  echo             echo ''…",
  ],
])("an event that was cut short is marked %s", (_, probes, width, line) => {
  const argv = width ? ["echo", "a long argument"] : ["echo", ""];
  const cutShort = event("exec", "exec", { pid: 7, comm: "echo", errno: null, argv, truncated: true });
  expect(table(probes, width).row(cutShort)).toBe(line);
});

test("a value wider than its column does not move the next", () => {
  const { row } = table([exec]);
  expect(row(event("exec", "exec", { pid: 123456789, errno: "ENAMETOOLONG", argv: ["x"] }))).toBe(
    "08:09:10.123  12345…  ENAME…  x",
  );
});

test("colour is only there when asked for", () => {
  expect(table([exec], undefined, true).row(failed)).toContain("\x1b[31mENOENT");
  expect(table([exec]).row(failed)).not.toContain("\x1b");
});

test.each([
  ["its name", { uid: 0, user: "root" }, "root"],
  ["its id where the name does not fit", { uid: 65534, user: "nobody" }, "65534"],
  ["its id where it has no name", { uid: 1234, user: null }, "1234"],
  ["its id where names were not asked for", { uid: 0 }, "0"],
  ["a name without what would command the terminal", { uid: 7, user: "\x1b" }, "\\x1b"],
])("a user is shown by %s", (_, fields, shown) => {
  const column = tableColumn({ field: "uid", width: 5 });
  expect(column.text({ probe: "exec", event: "exec", timeMs: 0, ...fields })).toBe(shown);
});
