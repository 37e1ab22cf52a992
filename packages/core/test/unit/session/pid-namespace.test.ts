import { expect, test } from "vitest";
import { sessionSettings } from "../../../src/session/options.js";
import { pidNamespaceFor } from "../../../src/session/pid-namespace.js";
import { FakeKernel } from "../../support/kernel.js";

const settings = (options: object) => sessionSettings({ kernel: {} as never, probes: [], ...options });
const elsewhere = "pid:[4026532000]";

function asked(options: object, link: string): { level: number; runs: number } {
  const kernel = new FakeKernel();
  kernel.runResult = 3;
  const { level } = pidNamespaceFor(kernel, settings(options), link);
  expect(kernel.open.size).toBe(0);
  return { level, runs: kernel.calls.filter((call) => call.endsWith("run own_pid_ns_level")).length };
}

test.each([
  ["follow", { follow: true }],
  ["a filter by pid", { filter: { pid: [1] } }],
  ["a filter by tid", { filter: { tid: [1] } }],
  ["a filter by ppid", { filter: { ppid: { not: [1] } } }],
])("for %s the kernel is asked how deep this namespace is, unless it is the host's", (_, options) => {
  expect(asked(options, elsewhere)).toEqual({ level: 3, runs: 1 });
  expect(asked(options, "pid:[4026531836]")).toEqual({ level: 0, runs: 0 });
});

test("where no process is named nothing is asked", () => {
  expect(asked({ filter: { uid: [0], pidNs: [1] } }, elsewhere)).toEqual({ level: 0, runs: 0 });
});
