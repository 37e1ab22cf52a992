import type { Names } from "../parts.js";

/** `bpf/<name>.bpf.c` up to its own declarations. */
export function programHead({ name }: Names, about: string): string {
  return `// SPDX-License-Identifier: Apache-2.0
/* ${about} */
#include <probekit/probe.bpf.h>
#include "${name}.h"
`;
}
