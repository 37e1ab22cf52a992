import { defineProbe, id, integer, plan, record, tracepoint, z } from "@probekit/core";

/** What an author's package looks like; tests make one mistake in it at a time. */
export default defineProbe({
  name: "mine",
  summary: "Calls of getpriority()",
  object: new URL("../bpf/mine.bpf.o", import.meta.url),
  visibility: "process",
  options: z.object({
    least: z.number().int().min(0).default(0).describe("only from this call of a thread on"),
  }),
  attachPlans: [
    plan("tracepoint", {
      on_call: tracepoint("syscalls", "sys_enter_getpriority"),
    }),
  ],
  constants: ({ least }) => ({ least_times: least }),
  events: {
    asked: record("mine_asked", "Someone asked for a priority.", {
      which: integer({ describe: "process, group or user" }),
      who: integer({ describe: "its number" }),
      times: id({ describe: "how often this thread has asked" }),
    }),
  },
  columns: { asked: [{ field: "pid" }, { field: "who" }] },
});
