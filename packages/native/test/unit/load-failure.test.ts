import { expect, test } from "vitest";
import { loadFailure } from "../../src/load-failure.js";

test.each([
  [
    "libbpf is not installed",
    "libbpf.so.1: cannot open shared object file: No such file or directory",
    "@probekit/native: the system's libbpf.so.1 is missing: apt install libbpf1",
  ],
  [
    "another library is not installed",
    "libelf.so.1: cannot open shared object file: No such file or directory",
    "@probekit/native: the system's libelf.so.1 is missing: install the package that has it",
  ],
  [
    "there is no addon for the platform",
    "No native build was found for platform=linux arch=riscv64 runtime=node\n    loaded from: /x",
    "@probekit/native: there is no addon for linux on",
  ],
  [
    "the C library is too old",
    "/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.34' not found (required by /x/native.node)",
    "@probekit/native: its addon cannot be loaded: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.34' not found",
  ],
])("when %s, that is said", (_, reason, message) => {
  expect(loadFailure(reason)).toContain(message);
});
