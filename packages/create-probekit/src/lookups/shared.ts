import type { Names } from "../parts.js";

const limit =
  "Only programs are seen that have the C library loaded which is installed here; not those that are statically linked, or in a container with one of its own.";

/** `src/probe.ts`. */
export function contract(
  { name }: Names,
  summary: string,
  imports: readonly string[],
  programs: string,
  outputs: string,
): string {
  const imported = ["defineProbe", "plan", "z", "uprobe", ...imports].sort();
  return `import { ${imported.join(", ")} } from "@probekit/core";

export default defineProbe({
  name: "${name}",
  summary: "${summary}",
  object: new URL("../bpf/${name}.bpf.o", import.meta.url),
  visibility: "network",
  options: z.object({}),
  attachPlans: [
    plan(
      "uprobe",
      ${programs},
      {
        limits: [
          "${limit}",
        ],
      },
    ),
  ],
${outputs}});
`;
}

/** `bpf/<name>.bpf.c` up to its own declarations. */
export function programHead({ name }: Names, about: string): string {
  return `// SPDX-License-Identifier: Apache-2.0
/* ${about} */
#include <probekit/probe.bpf.h>
#include "${name}.h"
`;
}

/** Of README.md, what is behind the output. */
export function plansDescription(kinds: readonly string[]): string {
  return `## Plans

The first that the kernel takes is used.

### uprobe

${kinds.map((kind) => `- ${kind} \`getaddrinfo\``).join("\n")}

What it does not see:

- ${limit}
`;
}
