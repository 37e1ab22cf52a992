import { expect, test } from "vitest";
import { requireHostPids } from "../../../src/session/host-pids.js";
import { sessionSettings } from "../../../src/session/options.js";

const settings = (options: object) => sessionSettings({ kernel: {} as never, probes: [], ...options });
const elsewhere = "pid:[4026532000]";

test.each([
  ["follow", { follow: true }],
  ["a filter by pid", { filter: { pid: [1] } }],
  ["a filter by ppid", { filter: { ppid: { not: [1] } } }],
])("%s is refused inside a pid namespace", (_, options) => {
  expect(() => requireHostPids(settings(options), elsewhere)).toThrow("docker run --pid=host");
  requireHostPids(settings(options), "pid:[4026531836]");
});

test("what does not name processes works everywhere", () => {
  requireHostPids(settings({ filter: { uid: [0], pidNs: [1] } }), elsewhere);
});
