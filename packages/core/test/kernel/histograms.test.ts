import os from "node:os";
import * as kernel from "@probekit/native";
import { beforeAll, expect, test } from "vitest";
import { openSession } from "../../src/session/open.js";
import { bpfDescriptors } from "../../src/testing/bpf-descriptors.js";
import { buildSample } from "../sample/build.js";
import { sample } from "../sample/probe.js";

beforeAll(() => buildSample("sample"));

test("a histogram counts values by powers of two, for each group that has any", async () => {
  const descriptors = bpfDescriptors();
  const session = openSession({ kernel, filter: { pid: [process.pid] }, probes: [sample] });
  for (const who of [0, 1, 1, 2, 3, 1000, 1023, 1024]) {
    try {
      os.getPriority(who);
    } catch {
      /* no such process: counted all the same */
    }
  }
  expect(session.histograms()).toEqual([
    {
      ...{ probe: "sample", histogram: "askedFor", unit: "count" },
      groups: [
        {
          name: "process",
          count: 8,
          buckets: [
            { from: 0, to: 1, count: 1 },
            { from: 1, to: 2, count: 2 },
            { from: 2, to: 4, count: 2 },
            ...[4, 8, 16, 32, 64, 128, 256].map((from) => ({ from, to: 2 * from, count: 0 })),
            { from: 512, to: 1024, count: 2 },
            { from: 1024, to: 2048, count: 1 },
          ],
        },
      ],
    },
  ]);
  await session.close();
  expect(bpfDescriptors()).toBe(descriptors);
});
