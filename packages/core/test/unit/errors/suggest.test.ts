import { expect, test } from "vitest";
import { suggest } from "../../../src/errors/suggest.js";

const known = ["pid", "ppid", "comm", "cgroup", "pidNs"];

test.each([
  ["pdi", "; did you mean pid?"],
  ["Comm", "; did you mean comm?"],
  ["cgruop", "; did you mean cgroup?"],
  ["pid_ns", "; did you mean pidNs?"],
  ["container", ""],
  ["x", ""],
])("%s: %j", (name, text) => {
  expect(suggest(name, known)).toBe(text);
});
