// A program that traces opens, and whose JavaScript stands still for a while. It is told when by a line on
// stdin; the second line ends it. On stdout: `ready`, then what came as JSON.
import { createInterface } from "node:readline";
import { openSession } from "@probekit/core";
import * as kernel from "@probekit/native";
import open from "@probekit/probe-open";

const blockMs = Number(process.argv[2]);
const session = openSession({ kernel, probes: [open], filter: { comm: ["load-open"] } });
const prefix = process.argv[3];
let delivered = 0;

const counting = (async () => {
  for await (const event of session) if (event.path?.startsWith(prefix)) delivered++;
})();

console.log("ready");
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
await lines.next();
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, blockMs);
await lines.next();
session.stop();
await counting;
await session.close();
const lost = session.stats().lost.reduce((sum, { count }) => sum + count, 0);
console.log(JSON.stringify({ delivered, lost }));
process.stdin.destroy();
