/** What the packages' tests import. */
export const kit = "@probekit/core/testing/vitest";
export const native = "@probekit/native";

/** `bpf/<name>.h`, which the kernel half and, through BTF, user space see. */
export function headerFile(name: string, declarations: string): string {
  const guard = `${name.replaceAll("-", "_").toUpperCase()}_H`;
  return `/* SPDX-License-Identifier: Apache-2.0 */
/* What the program gives: fields of fixed width. src/probe.ts gives them their names and meaning. */
#ifndef ${guard}
#define ${guard}

#include <probekit/wire.h>

${declarations}
#endif /* ${guard} */
`;
}

/** `test/kernel.test.ts`. */
export function kernelTestFile(tests: string): string {
  return `import { kernelTest } from "${kit}";
import * as kernel from "${native}";
import { expect } from "vitest";
import probe from "../src/probe.js";

${tests}`;
}

/** As README.md has them. */
export const commonFields = [
  ...["probe", "event", "time", "pid", "tid", "ppid", "uid", "gid", "comm"].map((field) => `\`${field}\``),
].join(", ");
