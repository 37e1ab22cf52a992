import {
  arg,
  defineProbe,
  durationMs,
  errno,
  flag,
  group,
  id,
  integer,
  mapped,
  plan,
  record,
  table,
  tpBtf,
  z,
} from "@probekit/core";
import { callArguments } from "./arguments.js";
import { type CallEvent, callLine } from "./call-line.js";
import { abiOf, abis, syscallName } from "./calls.js";
import { readChoice, wantedConstants } from "./choose.js";
import { addresses } from "./stack/addresses.js";
import { frameSchema } from "./stack/frame.js";
import { symbolize } from "./stack/symbolize.js";

const call = (describe: string) =>
  mapped(integer({ from: "call", describe }), { type: "string" }, syscallName);
const abi = mapped(
  integer({
    from: "call",
    describe: "whose numbers the call was made by: i386 for int 0x80 and 32-bit programs",
  }),
  { type: "string", enum: abis },
  abiOf,
);

export default defineProbe({
  name: "syscall",
  summary: "System calls with their arguments, results and latencies",
  object: new URL("../bpf/syscall.bpf.o", import.meta.url),
  visibility: "process",
  options: z.object({
    calls: z
      .array(z.string().superRefine(checkChoice))
      .default([])
      .describe("calls to trace: names, %class or class:name; ! before one leaves it out. Default: all"),
    failed: z.boolean().default(false).describe("only calls that fail"),
    minLatencyMs: z
      .number()
      .min(0)
      .max(3_600_000)
      .default(0)
      .describe("leave out calls that took less, in milliseconds; they are not counted either"),
    args: z.boolean().default(true).describe("tell the arguments of calls; without, args is empty"),
    stack: z.boolean().default(false).describe("tell from where in its program each call was made"),
    bufferBytes: z.int().min(0).max(1024).default(32).describe("most bytes told of what is read and written"),
    maxThreads: z
      .int()
      .min(64)
      .max(1_048_576)
      .default(32_768)
      .describe("most threads that are in a call at one moment; each takes 320 bytes"),
  }),
  attachPlans: [
    plan(
      "tracepoint",
      { call_begins: tpBtf("sys_enter"), call_ends: tpBtf("sys_exit") },
      {
        limits: [
          "What io_uring does is no system call, and not seen; nor are calls that the vDSO answers, such as most of clock_gettime.",
          "Calls that had begun before the probe was attached are not told.",
          "Calls that seccomp or a tracer refuses are not told where the kernel does so before its tracepoint.",
          "Arguments of 32-bit calls are told as the six registers.",
          "What was not in memory when a call began is read when it ends; after an exec it cannot be.",
          "A stack is as long as the program's code keeps frame pointers, at most 64 frames; what an address stands for is looked up when the event is read, and unknown once the process has ended.",
          "From Linux 7.0 on these programs can be preempted: a call that begins or ends on that processor in the meantime is counted as lost.",
          "When more than 256 calls with arguments of more than 168 bytes are under way at one moment, those of another are read when it ends.",
        ],
      },
    ),
  ],
  constants: ({ calls, failed, minLatencyMs, args, stack, bufferBytes }) => ({
    ...wantedConstants(calls),
    failed_only: failed,
    keep_arguments: args,
    keep_stack: stack,
    buffer_bytes: bufferBytes,
    min_latency_ns: BigInt(Math.round(minLatencyMs * 1e6)),
  }),
  maps: ({ maxThreads }) => ({ calls: { maxEntries: maxThreads } }),
  events: {
    call: record(
      "syscall_call",
      "A system call has ended, or one that does not return has begun; the event's time is then.",
      {
        syscall: call("name of the call; syscall_1234 for a number that no call has"),
        abi,
        args: callArguments,
        ret: mapped(
          group(
            { value: id({ from: "ret" }), returned: integer() },
            {
              describe: "what the call returned, negative for an error; null for a call that does not return",
            },
          ),
          { type: ["string", "null"], pattern: "^-?\\d+$" },
          ({ value, returned }) => (returned ? BigInt.asIntN(64, value) : null),
        ),
        errno: errno({ from: "error", describe: "name of the error, null on success" }),
        latencyMs: durationMs({ from: "latency_ns", describe: "time that the call took, in milliseconds" }),
        stack: mapped(
          group(
            { pid: integer({ from: "context.pid" }), addresses: arg(0, addresses, { from: "stack" }) },
            {
              describe:
                "with the option stack: from where in its program it was called, innermost first; null without, and where there is none",
            },
          ),
          frameSchema,
          ({ pid, addresses }) => addresses && symbolize(pid, addresses),
        ),
        truncated: flag("PROBE_FLAG_TRUNCATED", {
          describe: "whether a string, or the list of arguments, was cut short; not for buffers",
        }),
        unreadable: flag("PROBE_FLAG_UNREADABLE", {
          describe: "whether memory of the caller's could not be read; args.unreadable names the arguments",
        }),
      },
    ),
  },
  tables: {
    summary: table(
      { key: "syscall_summary_key", value: "syscall_summary_row" },
      "Calls by name, counted in the kernel.",
      {
        syscall: call("name of the call"),
        abi,
        count: integer({
          describe: "calls that have returned, as strace -c counts them; exit and exit_group do not",
        }),
        errors: integer({ describe: "calls that have failed" }),
        totalMs: durationMs({ from: "total_ns", describe: "time in all of them together" }),
        meanMs: mapped(
          group({ count: integer(), totalMs: durationMs({ from: "total_ns" }) }, { describe: "their mean" }),
          { type: "number", minimum: 0 },
          ({ count, totalMs }) => totalMs / count,
        ),
        maxMs: durationMs({
          from: "max_ns",
          describe: "the longest; of two that end at the same moment it can be the shorter",
        }),
      },
      {
        orders: { time: ["totalMs"], count: ["count"], errors: ["errors"], max: ["maxMs"] },
        optIn: true,
        atEnd: true,
      },
    ),
  },
  columns: {
    call: [
      { field: "pid", width: 7, align: "right" },
      { field: "comm", width: 15 },
      { field: "latencyMs", title: "LATENCY", width: 10, align: "right" },
      { field: "args", title: "SYSCALL(ARGS) = RESULT", text: (event: CallEvent) => callLine(event) },
    ],
    summary: [
      { field: "totalMs", width: 10, align: "right" },
      {
        field: "meanMs",
        width: 10,
        align: "right",
        unit: "ms",
      },
      { field: "maxMs", width: 10, align: "right" },
      { field: "count", title: "CALLS", width: 10, align: "right" },
      { field: "errors", width: 8, align: "right" },
      { field: "abi", width: 7 },
      { field: "syscall" },
    ],
  },
});

function checkChoice(entry: string, context: z.RefinementCtx): void {
  try {
    readChoice(entry);
  } catch (error) {
    context.addIssue({ code: "custom", message: (error as Error).message });
  }
}
