import {
  type AttachSpec,
  type Column,
  defineProbe,
  durationMs,
  enumeration,
  errno,
  fentry,
  fexit,
  flag,
  histogram,
  integer,
  kprobe,
  kretprobe,
  kretsyscall,
  ksyscall,
  mapped,
  plan,
  record,
  stringOrNull,
  tpBtf,
  tracepoint,
  z,
} from "@probekit/core";

const calls = ["sync", "syncfs", "fsync", "fdatasync", "msync", "sync_file_range"];
/** Those of which a program that is attached to them all can read the arguments that it needs. */
const writes = ["write", "pwrite64", "writev", "pwritev"];

/**
 * The same as functions, for 64-bit programs and for 32-bit ones; sync() has one for both. These are
 * their names on x86: on arm64 the plan is refused.
 */
const functions = {
  sync: "__do_sys_sync",
  ...Object.fromEntries(calls.slice(1).map((call) => [call, `__x64_sys_${call}`])),
};
const functions32 = {
  ...Object.fromEntries(calls.slice(1).map((call) => [`${call}_32`, `__ia32_sys_${call}`])),
  sync_file_range_32: "__ia32_sys_ia32_sync_file_range",
};

const file = { args: { file: "struct file *" } };
const result = { args: { result: "return" } };
/** What a session does not load that leaves an event out. */
const forSynced = { events: ["synced"] };
const forWritten = { events: ["written"] };

/** The programs of bpf/functions.bpf.h on a set of functions. A kernel may not run 32-bit programs. */
function functionPrograms(targets: Record<string, string>, optional: boolean): Record<string, AttachSpec> {
  const pairs = Object.entries(targets).flatMap(([name, target]) => [
    [`fentry_${name}`, fentry(target, { ...forSynced, optional })] as const,
    [`fexit_${name}`, fexit(target, { ...forSynced, ...result, optional })] as const,
  ]);
  return Object.fromEntries(pairs);
}

const limits = [
  "Calls made through io_uring or aio are not seen, nor what sendfile, splice and copy_file_range flush.",
  "Calls that had begun before the probe was attached are not told.",
  "At most 4096 calls at one moment are followed; more are counted as lost.",
];
const no32BitLimit = "Calls made by 32-bit programs are not seen";
const msyncLimit = "Of the files that one msync flushes, the first is told; one with MS_ASYNC flushes none.";
const flushOfWriteLimits = [
  "A synchronous write is seen by its flush, and its latency is that of the flush: one that fails before it is not told.",
  "Synchronous writes that need no flush are not told: where a device writes through what is written with O_DIRECT, and on tmpfs since Linux 6.6.",
];

/** `SYNC_NO_FD` in bpf/sync.h. */
const noFd = -(2 ** 31);

/** The call as the kernel spells it, for the one whose name has more than one word. */
function kernelName(call: string): string {
  return call === "syncFileRange" ? "sync_file_range" : call;
}

const flushedBy = (which: string) => ({
  call: mapped(enumeration("sync_call", { describe: which }), { type: "string" }, kernelName),
});

const path = (whenNull: string) =>
  stringOrNull({ describe: `full path of the file, as the process can name it; ${whenNull}` });

const outcome = {
  ret: integer({ describe: "0, or the negative errno" }),
  errno: errno({ from: "ret", describe: "name of the error, null on success" }),
  truncated: flag("PROBE_FLAG_TRUNCATED", { describe: "whether the path lost its beginning" }),
  unreadable: flag("PROBE_FLAG_UNREADABLE", {
    describe:
      "whether the path could not be read; it is then null or shorter. So it is when another thread has closed the descriptor during the call",
  }),
};

const columns: readonly Column[] = [
  { field: "call", width: 15 },
  { field: "latencyMs", title: "LATENCY", width: 10, align: "right" },
  { field: "errno", title: "RESULT", width: 8 },
  { field: "pid", width: 7, align: "right" },
  { field: "comm", width: 15 },
  { field: "path", loses: "start" },
];

export default defineProbe({
  name: "sync",
  summary: "Calls that flush files to disk, synchronous writes among them, with their latency",
  object: new URL("../bpf/sync.bpf.o", import.meta.url),
  visibility: "file",
  options: z.object({
    histogram: z
      .boolean()
      .default(false)
      .describe("count latencies in the kernel in place of sending events"),
    minLatencyMs: z
      .number()
      .min(0)
      .max(3_600_000)
      .default(0)
      .describe("leave out calls that took less, in milliseconds; they are not counted either"),
  }),
  attachPlans: [
    plan(
      "fentry",
      {
        ...functionPrograms(functions, false),
        ...functionPrograms(functions32, true),
        fentry_file_flush: fentry("vfs_fsync_range", file),
        fexit_file_flush: fexit("vfs_fsync_range", { ...forWritten, ...result }),
      },
      { limits: [...limits, msyncLimit, ...flushOfWriteLimits] },
    ),
    plan(
      "tracepoint",
      {
        sync_begins: calls.map((call) => tracepoint("syscalls", `sys_enter_${call}`, forSynced)),
        sync_ends: calls.map((call) => tracepoint("syscalls", `sys_exit_${call}`, forSynced)),
        write_call_begins: writes.map((call) => tracepoint("syscalls", `sys_enter_${call}`, forWritten)),
        pwritev2_begins: tracepoint("syscalls", "sys_enter_pwritev2", forWritten),
        write_call_ends: [...writes, "pwritev2"].map((call) =>
          tracepoint("syscalls", `sys_exit_${call}`, forWritten),
        ),
      },
      {
        limits: [
          ...limits,
          `${no32BitLimit}.`,
          "A synchronous write is seen by what its file is when it begins, and its latency is that of the whole write.",
          "The file that msync was about is not told: Linux has had a way of finding it only since 5.17.",
        ],
      },
    ),
    /* Last, since kretprobes are skipped when too many threads wait, which a flush makes them do. */
    plan(
      "kprobe",
      {
        kprobe_begins: calls.map((call) => ksyscall(call, forSynced)),
        kprobe_ends: calls.map((call) => kretsyscall(call, forSynced)),
        kprobe_file_flush: kprobe("vfs_fsync_range", file),
        kretprobe_file_flush: kretprobe("vfs_fsync_range", forWritten),
        thread_ends: tpBtf("sched_process_exit"),
      },
      {
        constants: { ends_can_be_skipped: true },
        limits: [
          ...limits,
          `${no32BitLimit}, but for synchronous writes.`,
          msyncLimit,
          ...flushOfWriteLimits,
          "Of one kind of call, as many at one moment are told as the kernel keeps returns for: at least one for each CPU. More are counted as lost when the thread calls again or ends.",
        ],
      },
    ),
  ],
  constants: ({ histogram: histogramOnly, minLatencyMs }) => ({
    histogram_only: histogramOnly,
    min_latency_ns: BigInt(Math.round(minLatencyMs * 1e6)),
  }),
  events: {
    synced: record("sync_flushed", "A call that flushes to disk has ended; its time is that of the end.", {
      ...flushedBy("sync, syncfs, fsync, fdatasync, msync or sync_file_range"),
      path: path(
        "null for sync, for msync where the plan does not tell it, for a descriptor that is not open, and for what has no path (a pipe, a socket, a memfd)",
      ),
      fd: mapped(
        integer({ describe: "the descriptor as it was passed, null for sync and msync" }),
        { type: ["integer", "null"] },
        (fd) => (fd === noFd ? null : fd),
      ),
      latencyMs: durationMs({ from: "latency_ns", describe: "time that the call took, in milliseconds" }),
      ...outcome,
    }),
    written: record(
      "sync_flushed",
      "A write that flushes by itself has ended: to what is open with O_SYNC or O_DSYNC, to a file or a file system that is synchronous, or with RWF_SYNC or RWF_DSYNC. The tracepoint plan looks at every write for it, which costs each about 0.5 µs; a session that leaves this event out does not.",
      {
        ...flushedBy("write, which stands for pwrite64, writev, pwritev and pwritev2 too"),
        path: path("null for what has no path (a memfd)"),
        fd: integer({ describe: "the descriptor as it was passed" }),
        latencyMs: durationMs({
          from: "latency_ns",
          describe: "time that the flush took, or the whole write where the plan says so, in milliseconds",
        }),
        ...outcome,
      },
    ),
  },
  histograms: { latency: histogram("Time that the calls took.", { unit: "ns", groups: "sync_call" }) },
  columns: { synced: columns, written: columns },
});
