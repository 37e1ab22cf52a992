import { z } from "zod";
import { plan, tracepoint } from "../../src/contract/attach.js";
import { id } from "../../src/contract/fields.js";
import { defineProbe } from "../../src/contract/probe.js";
import { record } from "../../src/contract/record.js";
import { logEventNumber } from "../../src/decode/dispatcher.js";
import { wireRecord } from "./wire.js";

/** A probe for the kernel of kernel.ts. Its object is any file: that kernel does not read it. */
export const demo = defineProbe({
  name: "demo",
  summary: "",
  object: new URL(import.meta.url),
  visibility: "process",
  options: z.object({}),
  attachPlans: [plan("only", { on_call: [tracepoint("a", "b"), tracepoint("a", "c")] })],
  events: { called: record("demo_called", "", { number: id() }) },
  columns: { called: [] },
});

/** Its event, as it comes from the ring. */
export function calledRecord(number: number): Buffer {
  const payload = Buffer.alloc(64 + 8);
  payload.writeBigUInt64LE(BigInt(number), 64);
  return wireRecord({ probe: 1, event: 1 }, payload);
}

/** A line of `probe_log()`. */
export function logRecordOf(text: string): Buffer {
  const payload = Buffer.alloc(424 - 16);
  payload.writeUInt16LE(3, 8);
  payload.write(text, 64 - 16);
  return wireRecord({ probe: 1, event: logEventNumber }, payload);
}
