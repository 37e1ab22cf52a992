import type { Hook, Output } from "../choices.js";
import type { Names, Parts } from "../parts.js";
import { event } from "./event.js";
import { histogram } from "./histogram.js";
import { type ExitHook, exitHooks } from "./hooks.js";
import { table } from "./table.js";

const limit = "A process is told when its first thread ends, though others of it may go on.";

/** What one kind of output needs in each file. */
export interface ExitOutput {
  readonly summary: string;
  readonly header: string;
  /** Of `bpf/<name>.bpf.c`, what comes before the hook's program: `process_ends(status)`. */
  readonly body: string;
  /** What `src/probe.ts` imports beside the hook. */
  readonly imports: readonly string[];
  /** Of the contract, what comes before and behind the attach plans. */
  readonly options: string;
  readonly outputs: string;
  readonly kernelTest: string;
  readonly description: string;
}

/** A probe of processes that end, which each of the kernel's hooks can see. */
export function exits(output: Output, hook: Exclude<Hook, "uprobe">, names: Names): Parts {
  const chosen: ExitOutput = { event, table, histogram }[output](names);
  const { summary, header, kernelTest, description } = chosen;
  const attached = exitHooks[hook];
  return {
    summary,
    header,
    kernelTest,
    program: `${chosen.body}\n${attached.program}`,
    contract: contract(chosen, hook, attached, names),
    description: `${description}
## Plans

The first that the kernel takes is used.

### ${hook}

- ${attached.kind} \`${attached.target}\`

What it does not see:

- ${limit}
`,
  };
}

function contract(
  { summary, imports, options, outputs }: ExitOutput,
  plan: string,
  hook: ExitHook,
  names: Names,
) {
  const imported = ["defineProbe", "plan", "z", hook.kind, ...imports].sort();
  return `import { ${imported.join(", ")} } from "@probekit/core";

export default defineProbe({
  name: "${names.name}",
  summary: "${summary}",
  object: new URL("../bpf/${names.name}.bpf.o", import.meta.url),
  visibility: "process",
${options}  attachPlans: [
    plan(
      "${plan}",
      { on_exit: ${hook.attach} },
      { limits: ["${limit}"] },
    ),
  ],
${outputs}});
`;
}
