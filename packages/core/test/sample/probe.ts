import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { z } from "zod";
import { compileBpf } from "../../src/build/compiler.js";
import { perfEvent, plan, tracepoint } from "../../src/contract/attach.js";
import { id, integer } from "../../src/contract/fields.js";
import { histogram } from "../../src/contract/histogram.js";
import { defineProbe } from "../../src/contract/probe.js";
import { record } from "../../src/contract/record.js";

const folder = mkdtempSync(path.join(os.tmpdir(), "probekit-sample-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));

/** Compiles the sample's object; call it once, before its probe is used. */
export function buildSample(): void {
  compileBpf(fileURLToPath(new URL("sample.bpf.c", import.meta.url)), path.join(folder, "sample.bpf.o"));
}

const onCall = tracepoint("syscalls", "sys_enter_getpriority");

/** One event for each call of `os.getPriority(who)`. */
export const sample = defineProbe({
  name: "sample",
  summary: "Calls of getpriority()",
  object: pathToFileURL(path.join(folder, "sample.bpf.o")),
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
