import {
  defineProbe,
  durationMs,
  enumeration,
  errno,
  flag,
  histogram,
  integer,
  mapped,
  plan,
  record,
  string,
  tracepoint,
  z,
} from "@probekit/core";

const calls = ["sync", "syncfs", "fsync", "fdatasync", "msync", "sync_file_range"];

/** `SYNC_NO_FD` in bpf/sync.h. */
const noFd = -(2 ** 31);

/** The call as the kernel spells it, for the one whose name has more than one word. */
function kernelName(call: string): string {
  return call === "syncFileRange" ? "sync_file_range" : call;
}

export default defineProbe({
  name: "sync",
  summary: "Calls that flush files to disk, with their latency",
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
      "tracepoint",
      {
        sync_begins: calls.map((call) => tracepoint("syscalls", `sys_enter_${call}`)),
        sync_ends: calls.map((call) => tracepoint("syscalls", `sys_exit_${call}`)),
      },
      {
        limits: [
          "Calls made through io_uring or aio, and by 32-bit programs, are not seen.",
          "Writes that flush by themselves (O_SYNC, O_DSYNC, RWF_SYNC) are no such calls, and not seen.",
          "Calls that had begun before the probe was attached are not told.",
          "The file that msync was about is not told: Linux has had a way of finding it only since 5.17.",
          "At most 4096 calls at one moment are followed; more are counted as lost.",
        ],
      },
    ),
  ],
  constants: ({ histogram: histogramOnly, minLatencyMs }) => ({
    histogram_only: histogramOnly,
    min_latency_ns: BigInt(Math.round(minLatencyMs * 1e6)),
  }),
  events: {
    synced: record("sync_synced", "A call that flushes to disk has ended; its time is that of the end.", {
      call: mapped(
        enumeration("sync_call", { describe: "sync, syncfs, fsync, fdatasync, msync or sync_file_range" }),
        { type: "string" },
        kernelName,
      ),
      path: mapped(
        string({
          describe:
            "full path of the file, as the process can name it; null for sync and msync, for a descriptor that is not open, and for what has no path (a pipe, a socket, a memfd)",
        }),
        { type: ["string", "null"] },
        (path) => (path === "" ? null : path),
      ),
      fd: mapped(
        integer({ describe: "the descriptor as it was passed, null for sync and msync" }),
        { type: ["integer", "null"] },
        (fd) => (fd === noFd ? null : fd),
      ),
      latencyMs: durationMs({ from: "latency_ns", describe: "time that the call took, in milliseconds" }),
      ret: integer({ describe: "0, or the negative errno" }),
      errno: errno({ from: "ret", describe: "name of the error, null on success" }),
      truncated: flag("PROBE_FLAG_TRUNCATED", { describe: "whether the path lost its beginning" }),
      unreadable: flag("PROBE_FLAG_UNREADABLE", {
        describe:
          "whether the path could not be read; it is then null or shorter. So it is when another thread has closed the descriptor during the call",
      }),
    }),
  },
  histograms: { latency: histogram("Time that the calls took.", { unit: "ns", groups: "sync_call" }) },
  columns: {
    synced: [
      { field: "call", width: 15 },
      { field: "latencyMs", title: "LATENCY", width: 10, align: "right" },
      { field: "errno", title: "RESULT", width: 8 },
      { field: "pid", width: 7, align: "right" },
      { field: "comm", width: 15 },
      { field: "path", loses: "start" },
    ],
  },
});
