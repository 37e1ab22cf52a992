import * as fs from "node:fs";
import type { HistogramGroup, ProbeOptions } from "@probekit/core";
import { describe, expect, test } from "vitest";
import type sync from "../../src/probe.js";
import { describeByPlan } from "./by-plan.js";

describeByPlan(({ at, flush, run, watch, withFile }) => {
  describe("the latency", () => {
    test("lies between what can be measured outside of the call, and 0", async () => {
      const measured: number[] = [];
      const events = await watch(() =>
        withFile("file", (fd) => {
          for (let index = 0; index < 20; index++) {
            fs.writeSync(fd, Buffer.alloc(1 << 20));
            const begin = performance.now();
            fs.fsyncSync(fd);
            measured.push(performance.now() - begin);
          }
        }),
      );
      expect(events).toHaveLength(measured.length);
      for (const [index, { latencyMs }] of events.entries()) {
        expect(latencyMs).toBeGreaterThan(0);
        expect(latencyMs).toBeLessThan((measured[index] ?? 0) + 0.05);
      }
      /* Most of the time of a call is spent in the kernel. */
      const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
      expect(sum(events.map(({ latencyMs }) => latencyMs))).toBeGreaterThan(sum(measured) / 2);
    });

    test("leaves out calls that are shorter than minLatencyMs", async () => {
      const calls = () => withFile("file", (fd) => [1, 2, 3].forEach(() => void fs.fsyncSync(fd)));
      expect(await watch(calls, { minLatencyMs: 60_000 })).toEqual([]);
      expect(await watch(calls, { minLatencyMs: 0.000_001 })).toHaveLength(3);
    });
  });

  describe("with the option histogram", () => {
    /** What the kernel has counted of `action`, which must send nothing. */
    async function counted(action: () => unknown, options: ProbeOptions<typeof sync> = {}, filter = {}) {
      let groups: HistogramGroup[] = [];
      const events = await watch(
        async (session) => {
          await action();
          const [latency, ...others] = session.histograms();
          expect(latency).toMatchObject({ probe: "sync", histogram: "latency", unit: "ns" });
          expect(others).toEqual([]);
          groups = [...(latency?.groups ?? [])];
        },
        { histogram: true, ...options },
        filter,
      );
      expect(events).toEqual([]);
      return groups;
    }

    test("every call is counted with those of its kind, and no event is sent", async () => {
      const groups = await counted(() => {
        run("sync");
        run("sync", "-f", at("."));
        withFile("file", (fd) => {
          for (let index = 0; index < 100; index++) fs.fsyncSync(fd);
          for (let index = 0; index < 50; index++) fs.fdatasyncSync(fd);
        });
        for (const how of ["msync", "range", "invalid"]) run(flush, how, at("a"));
        run("dd", "if=/dev/zero", "of=b", "bs=4k", "count=100", "oflag=dsync");
        run("dd", "if=/dev/zero", "of=b", "bs=4k", "count=100");
      });
      expect(Object.fromEntries(groups.map(({ name, count }) => [name, count]))).toEqual({
        ...{ sync: 1, syncfs: 1, fsync: 100, fdatasync: 50 },
        ...{ msync: 2, syncFileRange: 2, write: 100 },
      });
      for (const { count, buckets } of groups) {
        expect(buckets.reduce((sum, bucket) => sum + bucket.count, 0)).toBe(count);
      }
    });

    test("latencies are in the buckets that they belong to", async () => {
      let longestNs = 0;
      const [fsync] = await counted(() =>
        withFile("file", (fd) => {
          for (let index = 0; index < 20; index++) {
            fs.writeSync(fd, Buffer.alloc(1 << 18));
            const begin = process.hrtime.bigint();
            fs.fsyncSync(fd);
            longestNs = Math.max(longestNs, Number(process.hrtime.bigint() - begin));
          }
        }),
      );
      expect(fsync?.buckets[0]?.from).toBeGreaterThan(0);
      expect(fsync?.buckets.at(-1)?.from).toBeLessThan(longestNs);
    });

    test("what filters and minLatencyMs leave out is not counted", async () => {
      const action = () => {
        run("sync", at("."));
        withFile("file", fs.fsyncSync);
      };
      expect(await counted(action, {}, { comm: ["sync"] })).toMatchObject([{ name: "fsync", count: 1 }]);
      expect(await counted(action, { minLatencyMs: 60_000 })).toEqual([]);
    });
  });

  test("without the option, nothing is counted", async () => {
    const groups: unknown[] = [];
    await watch((session) => {
      withFile("file", fs.fsyncSync);
      groups.push(...session.histograms().flatMap((histogram) => histogram.groups));
    });
    expect(groups).toEqual([]);
  });
});
