import * as fs from "node:fs";
import type { SessionFilter } from "@probekit/core";
import { describe, expect, test } from "vitest";
import { describeByPlan } from "./by-plan.js";

describeByPlan(({ at, run, watch, withFile }) => {
  describe("filters", () => {
    const both = () => {
      run("sync", at("."));
      withFile("own", fs.fsyncSync);
    };
    test.each<[string, SessionFilter, string[]]>([
      ["a pid", { pid: [process.pid] }, ["own"]],
      ["all but a pid", { pid: { not: [process.pid] } }, [""]],
      ["a name", { comm: ["sync"] }, [""]],
      ["all but a name", { comm: { not: ["sync"] } }, ["own"]],
      ["a uid", { uid: { not: [0] } }, []],
      ["a parent", { ppid: [process.pid] }, [""]],
    ])("by %s keep what was asked for", async (_, filter, names) => {
      const events = await watch(both, {}, filter);
      expect(events.map((event) => event.path)).toEqual(names.map((file) => at(file)));
    });
  });
});
