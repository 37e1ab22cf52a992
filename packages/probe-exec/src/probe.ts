import {
  defineProbe,
  errno,
  flag,
  integer,
  mapped,
  plan,
  record,
  string,
  strings,
  text,
  tpBtf,
  tracepoint,
  z,
} from "@probekit/core";

/** What `ps` calls a terminal that the kernel calls `pts3`. */
function ttyName(name: string): string | null {
  return name === "" ? null : name.replace(/^pts(\d+)$/, "pts/$1");
}

export default defineProbe({
  name: "exec",
  summary: "Every exec, with its arguments; the failed ones too",
  object: new URL("../bpf/exec.bpf.o", import.meta.url),
  visibility: "process",
  options: z.object({
    failed: z.boolean().default(true).describe("report execs that fail, with the reason"),
    maxArgvBytes: z
      .number()
      .int()
      .min(64)
      .max(16000)
      .default(8192)
      .describe("longest argv that is kept whole, in bytes with one for the end of each argument"),
  }),
  attachPlans: [
    plan(
      "tracepoint",
      {
        remember_comm: tpBtf("task_rename", { args: { task: "struct task_struct *" } }),
        exec_succeeded: tpBtf("sched_process_exec", {
          args: { old_tid: "pid_t", bprm: "struct linux_binprm *" },
        }),
        exec_failed: [tracepoint("syscalls", "sys_exit_execve"), tracepoint("syscalls", "sys_exit_execveat")],
      },
      {
        limits: [
          "Failed execs of 32-bit programs are not seen: the kernel has no system call tracepoints for them.",
          "Of a failed exec at most 256 arguments are looked at; those whose memory is not paged in are empty, and the event is marked unreadable.",
        ],
      },
    ),
  ],
  constants: ({ failed, maxArgvBytes }) => ({ failed_execs: failed, max_argv_bytes: maxArgvBytes }),
  events: {
    exec: record("exec_event", "A process executes a program, or fails to.", {
      filename: string({
        describe: "the path as the kernel took it; of a failed execveat, with its directory",
      }),
      argv: strings({ describe: "the arguments, as far as they are kept" }),
      argc: integer({ describe: "how many arguments were passed; of a failed exec at most 256 are counted" }),
      truncated: flag("PROBE_FLAG_TRUNCATED", { describe: "whether anything in this event was cut short" }),
      unreadable: flag("PROBE_FLAG_UNREADABLE", {
        describe: "whether some of the caller's memory could not be read; such an argument is empty",
      }),
      cwd: string({ describe: "current directory" }),
      tty: mapped(
        string({ describe: "controlling terminal, null without one" }),
        { type: ["string", "null"] },
        ttyName,
      ),
      hostname: string({ describe: "host name in the process's UTS namespace" }),
      commBefore: text({ describe: "thread name before the exec; empty when it was not seen" }),
      parentComm: text({ describe: "the parent process's name" }),
      ret: integer({ describe: "0, or the negative errno" }),
      errno: errno({ from: "ret", describe: "name of the error, null on success" }),
    }),
  },
  columns: {
    exec: [
      { field: "pid", width: 7, align: "right" },
      { field: "ppid", width: 7, align: "right" },
      { field: "uid", width: 5, align: "right" },
      { field: "parentComm", title: "PARENT", width: 15 },
      { field: "errno", title: "RESULT", width: 8 },
      { field: "filename", title: "FILE", width: 24 },
      { field: "argv", title: "COMMAND" },
    ],
  },
});
