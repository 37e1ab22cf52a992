import type { Hook } from "../choices.js";

/** How the end of a process is seen by one kind of hook. */
export interface ExitHook {
  /** In C. */
  readonly program: string;
  /** The function of the contract, and its call. */
  readonly kind: string;
  readonly attach: string;
  readonly target: string;
}

/** The status is in the task by now. */
const byTask = (section: string, context: string) => `SEC("${section}")
int on_exit(${context})
{
	struct task_struct___exit *task = (void *)probe_current();

	return process_ends(BPF_CORE_READ(task, exit_code));
}
`;

/** The function is given the status. */
const byArgument = (
  section: string,
  context: string,
) => `/* Where this kernel passes the argument that src/probe.ts asks for. */
PROBE_ARG(on_exit, code);

SEC("${section}")
int on_exit(${context})
{
	return process_ends(ARG(on_exit, code));
}
`;

const code = `{ args: { code: "long" } }`;

export const exitHooks: Readonly<Record<Exclude<Hook, "uprobe">, ExitHook>> = {
  tracepoint: {
    program: byTask("tracepoint", "void *ctx"),
    kind: "tracepoint",
    attach: `tracepoint("sched", "sched_process_exit")`,
    target: "sched:sched_process_exit",
  },
  tp_btf: {
    program: byTask("tp_btf/sched_process_exit", "__u64 *ctx"),
    kind: "tpBtf",
    attach: `tpBtf("sched_process_exit")`,
    target: "sched_process_exit",
  },
  kprobe: {
    program: byArgument("kprobe", "struct pt_regs *ctx"),
    kind: "kprobe",
    attach: `kprobe("do_exit", ${code})`,
    target: "do_exit",
  },
  fentry: {
    program: byArgument("fentry/do_exit", "__u64 *ctx"),
    kind: "fentry",
    attach: `fentry("do_exit", ${code})`,
    target: "do_exit",
  },
};
