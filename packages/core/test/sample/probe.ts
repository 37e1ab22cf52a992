import { z } from "zod";
import { perfEvent, plan, tpBtf, tracepoint } from "../../src/contract/attach.js";
import { id, integer } from "../../src/contract/fields.js";
import { histogram } from "../../src/contract/histogram.js";
import { defineProbe } from "../../src/contract/probe.js";
import { record } from "../../src/contract/record.js";
import { sampleObject } from "./build.js";

const onCall = tracepoint("syscalls", "sys_enter_getpriority");

/** One event for each call of `os.getPriority(who)`. */
export const sample = defineProbe({
  name: "sample",
  summary: "Calls of getpriority()",
  object: sampleObject("sample"),
  visibility: "process",
  options: z.object({
    log: z.boolean().default(false).describe("send a log line for each call"),
    copies: z.number().int().min(0).max(100).default(1).describe("events for each call"),
  }),
  attachPlans: [
    plan(
      "missing",
      { on_nothing: tracepoint("syscalls", "sys_enter_no_such_call") },
      { limits: ["nothing works"] },
    ),
    plan("rejected", { on_bad_read: tracepoint("syscalls", "sys_exit_getpriority") }),
    plan("working", {
      on_call: onCall,
      on_nothing: tracepoint("syscalls", "sys_enter_no_such_call", { optional: true }),
    }),
    plan("sampled", { on_sample: perfEvent({ eventType: 1, config: 0n, frequencyHz: 100 }) }),
    plan("ending", { on_end: tpBtf("sched_process_exit") }),
  ],
  constants: ({ log, copies }) => ({ log_calls: log, copies }),
  events: {
    called: record("sample_called", "Someone asked for a priority.", {
      which: integer(),
      who: integer(),
      number: id(),
    }),
  },
  columns: { called: [] },
  histograms: { askedFor: histogram("Ids that were asked for.", { unit: "count", groups: "sample_which" }) },
});
