import { symlinkSync } from "node:fs";
import path from "node:path";
import { ProbeError } from "@probekit/core";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { findCommand } from "../../../src/run/command.js";
import { inForeground } from "../../../src/run/end-signals.js";
import { lossLine } from "../../../src/run/loss-line.js";
import { logText, planLine, readyLine, summaryLines } from "../../../src/run/messages.js";
import { requireRights, rights } from "../../../src/run/rights.js";
import { scratchFolder } from "../discovery/packages.js";

describe("rights", () => {
  test.each([
    ["root has all", "000001ffffffffff", []],
    ["CAP_BPF and CAP_PERFMON do", "000000c000000000", []],
    ["CAP_SYS_ADMIN includes both", "0000000000200000", []],
    ["one of the two is not enough", "0000008000000000", ["CAP_PERFMON"]],
    ["an ordinary user has none", "0000000000000000", ["CAP_BPF", "CAP_PERFMON"]],
  ])("%s", (_, effective, missing) => {
    expect(rights(`Name:\tnode\nCapEff:\t${effective}\n`).missing).toEqual(missing);
  });

  test("what is missing is named, with what to do", () => {
    expect(() => requireRights({ held: [], missing: ["CAP_BPF"] })).toThrow(
      /^tracing needs CAP_BPF, which this process does not have: run it with sudo/,
    );
  });
});

describe("the traced command", () => {
  test("is found on the PATH as a shell does", () => {
    expect(findCommand(["sh", "-c", ""])).toMatchObject({ name: "sh", args: ["-c", ""] });
    expect(findCommand(["sh"]).file).toMatch(/^\/.*\/sh$/);
    expect(findCommand(["/bin/sh"]).file).toBe("/bin/sh");
  });

  test("is looked for behind what on the PATH cannot be looked at", () => {
    const folder = scratchFolder();
    const loop = path.join(folder, "sh");
    symlinkSync(loop, loop);
    vi.stubEnv("PATH", `${folder}:${process.env.PATH}`);
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(findCommand(["sh"]).file).toMatch(/\/bin\/sh$/);
  });

  test.each([
    ["that is nowhere ends as a shell says", "no-such-command", 127, "no-such-command: command not found"],
    ["that is no program ends as a shell says", "/etc/passwd", 126, "/etc/passwd: not executable"],
    ["that is a folder is no command", "/etc", 127, "/etc: command not found"],
  ])("%s", (_, name, status, message) => {
    expect(() => findCommand([name])).toThrow(expect.objectContaining({ status, message }));
  });
});

test.each([
  ["in the foreground of a terminal", "9 (a b) c) R 1 70 60 34816 70 0", true],
  ["in the background", "9 (node) R 1 70 60 34816 71 0", false],
  ["without a terminal", "9 (node) R 1 70 60 0 -1 0", false],
])("a process is seen to be %s", (_, stat, expected) => {
  expect(inForeground(stat)).toBe(expected);
});

describe("messages", () => {
  const probe = {
    name: "exec",
    plan: "tracepoint",
    limits: [],
    events: [],
    tables: [],
    refused: [],
    absent: [],
  };

  test("name the plan, and why better ones are not used", () => {
    const reason = new ProbeError("ERR_LOAD_DENIED", {
      probe: "exec",
      errno: "EPERM",
      message: "refused\nmore",
    });
    const absent = new ProbeError("ERR_ATTACH", { probe: "exec", message: "no such target\nmore" });
    expect(planLine(probe)).toBe("exec: tracing with plan tracepoint");
    expect(
      planLine({
        ...probe,
        refused: [
          { plan: "fentry", reason },
          { plan: "kprobe", reason: absent },
        ],
      }),
    ).toBe("exec: tracing with plan tracepoint (fentry, kprobe refused: see probe doctor)");
  });

  test("say when all is attached", () => {
    expect(readyLine([probe], undefined)).toBe("probe: ready, tracing exec; Ctrl-C ends");
    expect(readyLine([probe, { ...probe, name: "net" }], "make")).toBe(
      "probe: ready, tracing exec, net in make and what it starts",
    );
  });

  test("have what a program logs, harmless for a terminal", () => {
    const line = { probe: "exec", level: "warn", text: "no entry for \x1b[2Jcat" } as const;
    expect(logText(line)).toBe("exec: warn: no entry for \\x1b[2Jcat");
  });

  test("account for every event at the end", () => {
    const causes = { ringFull: { meaning: "no room" }, truncated: { meaning: "cut short" } };
    const lost = [{ probe: "exec", cause: "ringFull", count: 12 }] as const;
    const none = { lost: [], damaged: [] };
    const damaged = [{ probe: "exec", cause: "truncated", count: 3 }] as const;
    expect(summaryLines({ events: 1, snapshots: undefined }, none, causes)).toEqual([
      "probe: 1 event, none lost",
    ]);
    expect(summaryLines({ events: undefined, snapshots: 2 }, none, causes)).toEqual([
      "probe: 2 snapshots, none lost",
    ]);
    expect(summaryLines({ events: 250, snapshots: 1 }, { lost, damaged }, causes)).toEqual([
      "probe: 250 events, 1 snapshot, 12 lost",
      "  exec: 12 lost: ringFull: no room",
      "  exec: 3 damaged: truncated: cut short",
    ]);
  });
});

test("lost events are a line of JSON of their own", () => {
  expect(JSON.parse(lossLine({ probe: "exec", cause: "ringFull", count: 12 }, new Date(0)))).toEqual({
    probe: "exec",
    event: "lost",
    time: "1970-01-01T00:00:00.000Z",
    cause: "ringFull",
    count: 12,
  });
});
