import { z } from "zod";
import { plan, tracepoint } from "../../src/contract/attach.js";
import { integer, text } from "../../src/contract/fields.js";
import { defineProbe } from "../../src/contract/probe.js";
import { record } from "../../src/contract/record.js";
import { table } from "../../src/contract/table.js";
import { sampleObject } from "./build.js";

const callFields = { which: integer(), who: integer(), calls: integer(), comm: text() };

/** Counts calls of `os.getPriority(who)` by `who`. */
export const tally = defineProbe({
  name: "tally",
  summary: "Calls of getpriority(), counted",
  object: sampleObject("tally"),
  visibility: "process",
  options: z.object({ rows: z.number().int().default(64).describe("room in the table") }),
  attachPlans: [
    plan("tracepoint", {
      on_call: tracepoint("syscalls", "sys_enter_getpriority"),
      on_return: tracepoint("syscalls", "sys_exit_getpriority", { events: ["answered"] }),
    }),
  ],
  maps: ({ rows }) => ({ calls_a: { maxEntries: rows }, calls_b: { maxEntries: rows } }),
  events: {
    asked: record("tally_asked", "Someone asked for a priority.", { who: integer() }),
    answered: record("tally_answered", "Someone got an answer.", { priority: integer() }, { optIn: true }),
  },
  tables: {
    calls: table({ key: "tally_key", value: "tally_calls" }, "Who is asked about, how often.", callFields, {
      orders: { calls: ["calls"], who: ["who"] },
    }),
    spare: table({ key: "tally_key", value: "tally_calls" }, "Nothing.", callFields, {
      orders: { calls: ["calls"] },
      optIn: true,
    }),
  },
  columns: { asked: [], answered: [], calls: [], spare: [] },
});
