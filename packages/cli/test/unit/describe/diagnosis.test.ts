import { expect, test } from "vitest";
import { describeDiagnosis } from "../../../src/describe/diagnosis.js";
import { type Diagnosis, isHealthy } from "../../../src/doctor/diagnosis.js";
import { explainFeature } from "../../../src/doctor/explain.js";

const plain = { bold: String, green: String, red: String };
const kernel = {
  release: "6.18.1",
  machine: "x86_64",
  btf: true,
  lockdown: "none",
  securityModules: ["capability", "bpf"],
  unprivilegedBpfDisabled: 2,
};
const healthy: Diagnosis = {
  kernel,
  capabilities: { held: ["CAP_BPF", "CAP_PERFMON"], missing: [] },
  libbpf: "1.1",
  features: [
    { name: "tracepoint", works: true },
    { name: "fentry", works: false, reason: "refused" },
  ],
  probes: [
    {
      name: "files",
      plan: "tracepoint",
      plans: [
        { name: "fentry", works: false, reason: "EPERM" },
        { name: "tracepoint", works: true },
      ],
    },
  ],
  broken: [],
};

test("a report has marks and reasons", () => {
  expect(describeDiagnosis(healthy, plain)).toBe(`System
  kernel                     6.18.1 x86_64
  BTF                        yes
  lockdown                   none
  LSMs                       capability, bpf
  unprivileged_bpf_disabled  2
  capabilities               CAP_BPF CAP_PERFMON
  libbpf                     1.1

Features of this kernel
  ✓ tracepoint
  ✗ fentry      refused

Probes
  ✓ files: would run with plan tracepoint
      ✗ fentry      EPERM
      ✓ tracepoint
`);
});

test.each<[string, Partial<Diagnosis>, boolean]>([
  ["every probe has a plan", {}, true],
  ["a probe has none", { probes: [{ name: "x", plan: null, plans: [] }] }, false],
  ["rights are missing", { capabilities: { held: [], missing: ["CAP_BPF"] } }, false],
  [
    "a package is broken",
    {
      broken: [
        { name: "broken", source: "installed" as const, package: "x", folder: "/x", problem: "not built" },
      ],
    },
    false,
  ],
])("when %s, healthy is to be %s", (_, change, expected) => {
  expect(isHealthy({ ...healthy, ...change })).toBe(expected);
});

test.each([
  ["fentry", "EPERM", {}, "refused by this kernel (EPERM with full rights: a hardening patch or an LSM)"],
  [
    "fexit",
    "EPERM",
    { lockdown: "confidentiality" },
    "refused by this kernel (EPERM with full rights: lockdown is in confidentiality mode)",
  ],
  ["BTF tracepoint", "ESRCH", { btf: false }, "this kernel has no BTF (CONFIG_DEBUG_INFO_BTF)"],
  [
    "LSM hook",
    "EINVAL",
    { securityModules: ["apparmor"] },
    "bpf is not among the active LSMs; boot with lsm=…,bpf",
  ],
  ["tracepoint", "ENOENT", {}, "ENOENT: not found"],
])("a %s that fails with %s is explained", (feature, errno, change, reason) => {
  const error = Object.assign(new Error("not found"), { errno });
  expect(explainFeature(feature, error, { ...kernel, ...change })).toBe(reason);
});
