import { describe, expect, test } from "vitest";
import { chosenSessions, requestedChange } from "../../../src/visibility/change.js";

const pair = { pidNs: 1, mntNs: 2 };
const all = ["file", "process", "network", "capability"] as const;
const each = (shown: boolean) => Object.fromEntries(all.map((scope) => [scope, shown]));

describe("what is to be changed", () => {
  test.each([
    ["nothing, to list only", {}, undefined],
    ["nothing of one session", { session: 5 }, undefined],
    ["what is hidden", { ...pair, hide: "file,network" }, { pair, visible: { file: false, network: false } }],
    ["what is shown", { ...pair, show: "process" }, { pair, visible: { process: true } }],
    ["both", { ...pair, hide: "file", show: "process" }, { pair, visible: { file: false, process: true } }],
    ["all", { ...pair, hide: "all" }, { pair, visible: each(false) }],
  ])("is %s", (_, options, expected) => {
    expect(requestedChange(options)).toEqual(expected);
  });

  test.each([
    ["no pair", { hide: "file" }, "--pid-ns and --mnt-ns say together"],
    ["half of a pair", { mntNs: 2, hide: "file" }, "--pid-ns and --mnt-ns say together"],
    ["a pair alone", { ...pair }, "say what to change, with --hide or --show"],
    ["an empty word", { ...pair, hide: "file," }, 'file, process, network, capability or all, not ""'],
    ["a word beside all", { ...pair, show: "all,file" }, 'not "all"'],
    ["a contradiction", { ...pair, hide: "file", show: "all" }, "file cannot be hidden and shown"],
  ])("is refused with %s", (_, options, message) => {
    expect(() => requestedChange(options)).toThrow(message);
  });
});

describe("the sessions that a command is about", () => {
  const session = (pid: number | undefined, inUse: boolean) => ({
    ...{ pid, comm: "node" },
    visibility: { inUse } as never,
  });
  const open = session(1, true);
  const closed = session(2, false);
  const unseen = session(undefined, true);
  const change = { pair, visible: {} };

  test("are all, to list them, or the one that is named", () => {
    expect(chosenSessions([open, closed, unseen], undefined, undefined)).toEqual([open, closed, unseen]);
    expect(chosenSessions([open, closed], 2, undefined)).toEqual([closed]);
    expect(chosenSessions([], undefined, undefined)).toEqual([]);
  });

  test("are those with visibility, to change it", () => {
    expect(chosenSessions([open, closed, unseen], undefined, change)).toEqual([open, unseen]);
  });

  test.each([
    ["none of that process", [open, unseen], 7, "process 7 has no session; those that run are of 1, ?"],
    ["none at all", [], 7, "process 7 has no session; none runs"],
    ["none that can be changed", [closed], undefined, "run it again with --visibility"],
    ["none to change", [], undefined, "no session runs; start one with probe run … --visibility"],
  ])("must be there: %s", (_, sessions, pid, message) => {
    expect(() => chosenSessions(sessions, pid, change)).toThrow(message);
  });
});
