import type { JsonSchema, ProbeManifest } from "@probekit/core";
import { describe, expect, test } from "vitest";
import { compileWhere } from "../../../src/run/where.js";
import { manifestOf } from "../arguments/manifests.js";

const output = (properties: Record<string, JsonSchema>) => ({
  describe: "",
  columns: [],
  optIn: false,
  schema: {
    properties: {
      probe: { type: "string" },
      event: { type: "string" },
      time: { type: "string", format: "date-time" },
      pid: { type: "integer" },
      ...properties,
    },
  },
});
const exec: ProbeManifest = {
  ...manifestOf("exec"),
  events: {
    exec: output({
      argv: { type: "array", items: { type: "string" } },
      uid: { type: "integer" },
      errno: { type: ["string", "null"] },
      fd: { type: ["integer", "null"] },
      inode: { type: "string", pattern: "^\\d+$" },
      ageMs: { type: "number" },
      failed: { type: "boolean" },
      creator: { type: "object", properties: { pid: { type: "integer" }, comm: { type: "string" } } },
    }),
  },
};
const top: ProbeManifest = {
  ...manifestOf("top"),
  tables: {
    files: {
      ...output({ reads: { type: "integer" }, type: { type: "string" } }),
      orders: { reads: ["reads"] },
      atEnd: false,
    },
  },
};
const event = {
  ...{ probe: "exec", event: "exec", timeMs: 1e12, pid: 7, argv: ["sh", "-c"], uid: 1000 },
  ...{ errno: null, fd: 3, inode: 2n ** 60n, ageMs: 1.5, failed: true, creator: { pid: 9, comm: "make" } },
};
const row = { probe: "top", event: "files", timeMs: 1e12, pid: 7, reads: 2, type: "pipe" };

describe("--where", () => {
  test.each([
    ['argv[1] == "-c" && uid != 0', true],
    ["uid % 2 == 1", false],
    ["uid in [0, 1000]", true],
    ["errno == null", true],
    ['errno == "ENOENT"', false],
    ["fd == 3", true],
    ["inode == 1152921504606846976", true],
    ["ageMs > 1.25 && ageMs < 2", true],
    ["failed", true],
    ['creator.comm.startsWith("ma") && creator.pid == 9', true],
    ['argv.exists(a, a.matches("^-"))', true],
    ['size(argv) > 2 || probe == "exec" && timeMs > 0.0', true],
    ['argv[5] == "x"', false],
  ])("%s is %s", async (expression, expected) => {
    const where = await compileWhere(expression, [exec]);
    expect(where.matches(event)).toBe(expected);
  });

  test("is for the rows of tables too", async () => {
    const where = await compileWhere("reads > 1", [top]);
    expect([where.matches(row), where.matches({ ...row, reads: 1 } as never)]).toEqual([true, false]);
  });

  test("a field that is called as a type of CEL has an underscore behind it", async () => {
    const where = await compileWhere('type_ == "pipe"', [top]);
    expect([where.matches(row), where.matches({ ...row, type: "socket" } as never)]).toEqual([true, false]);
  });

  test("leaves out events without its fields, and says so", async () => {
    const where = await compileWhere("uid == 1000", [exec, top]);
    expect([where.matches(event), where.matches(row)]).toEqual([true, false]);
    expect(where.without).toEqual([{ type: "top.files", reason: "Unknown variable: uid" }]);
  });

  test("counts the events for which it has no result", async () => {
    const where = await compileWhere('argv[5] == "x"', [exec]);
    for (const _ of [1, 2, 3]) where.matches(event);
    expect(where.failures).toEqual({
      count: 3,
      first: "No such key: index out of bounds, index 5 >= size 2",
    });
  });

  test.each([
    [
      "nid == 3",
      "--where: there is no field nid; did you mean pid?; there are probe, event, timeMs, pid, argv,",
    ],
    ['uid == "root"', /^--where: no such overload: int == string\n\n> +1 \| uid == "root"\n +\^/],
    ["argv[", /^--where: Unexpected token: EOF/],
    ["uid + 1", "--where: a condition is needed, and this is of type int"],
  ])("%s is refused", async (expression, message) => {
    await expect(compileWhere(expression, [exec, top])).rejects.toThrow(message);
  });
});
