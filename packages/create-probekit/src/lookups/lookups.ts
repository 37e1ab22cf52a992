import type { Output } from "../choices.js";
import type { Names, Parts } from "../parts.js";
import { event } from "./event.js";
import { histogram } from "./histogram.js";
import { table } from "./table.js";

const limit =
  "Only programs are seen that have the C library loaded which is installed here; not those that are statically linked, or in a container with one of its own.";

/** What one kind of output needs in each file. */
export interface LookupOutput {
  readonly summary: string;
  readonly header: string;
  readonly program: string;
  /** Its programs, by how they are attached to getaddrinfo(). */
  readonly programs: Readonly<Record<string, "uprobe" | "uretprobe">>;
  /** What `src/probe.ts` imports beside those. */
  readonly imports: readonly string[];
  /** Of the contract, what comes behind the attach plans. */
  readonly outputs: string;
  readonly kernelTest: string;
  readonly description: string;
}

/** A probe of host names that programs look up, by getaddrinfo() of the C library. */
export function lookups(output: Output, names: Names): Parts {
  const chosen: LookupOutput = { event, table, histogram }[output](names);
  const { summary, header, program, programs, kernelTest, description } = chosen;
  return {
    summary,
    header,
    kernelTest,
    program,
    contract: contract(chosen, names),
    description: `${description}
## Plans

The first that the kernel takes is used.

### uprobe

${Object.values(programs)
  .map((kind) => `- ${kind} \`getaddrinfo\``)
  .join("\n")}

What it does not see:

- ${limit}
`,
  };
}

function contract({ summary, programs, imports, outputs }: LookupOutput, { name }: Names): string {
  const imported = ["defineProbe", "plan", "z", ...Object.values(programs), ...imports].sort();
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
      ${attached(programs)},
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

/** As a formatter has it: on one line where it fits. */
function attached(programs: LookupOutput["programs"]): string {
  const each = Object.entries(programs).map(([name, kind]) => `${name}: ${kind}("libc.so.6", "getaddrinfo")`);
  if (each.length === 1) return `{ ${each} }`;
  return `{\n${each.map((one) => `        ${one},\n`).join("")}      }`;
}
