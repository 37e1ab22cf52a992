import { expect, test } from "vitest";
import { capabilityNames, effectiveCapabilities } from "../../src/capabilities.js";

test.each([
  [0n, []],
  [1n, ["CAP_CHOWN"]],
  [(1n << 21n) | (1n << 38n) | (1n << 39n), ["CAP_SYS_ADMIN", "CAP_PERFMON", "CAP_BPF"]],
  [1n << 40n, ["CAP_CHECKPOINT_RESTORE"]],
  [1n << 63n, ["CAP_63"]],
])("the mask %d means %j", (mask, names) => {
  expect(capabilityNames(mask)).toEqual(names);
});

test("this process's are names that exist", () => {
  for (const name of effectiveCapabilities()) expect(name).toMatch(/^CAP_[A-Z_]+$/);
});
