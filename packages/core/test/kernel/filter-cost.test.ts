import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import * as kernel from "@probekit/native";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compileBpf } from "../../src/build/compiler.js";
import { openSession } from "../../src/session/open.js";
import type { SessionOptions } from "../../src/session/options.js";
import { buildSample } from "../sample/build.js";
import { sample } from "../sample/probe.js";
import { mount } from "../support/cgroups.js";

const folder = mkdtempSync(path.join(os.tmpdir(), "probekit-cost-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The sample probe without its filter. */
let unfiltered: typeof sample;

beforeAll(() => {
  buildSample("sample");
  const source = readFileSync(new URL("../sample/sample.bpf.c", import.meta.url), "utf8");
  const [file, object] = ["bpf.c", "bpf.o"].map((end) => path.join(folder, `sample.${end}`)) as [
    string,
    string,
  ];
  writeFileSync(file, source.replaceAll("probe_filter()", "true"));
  compileBpf(file, object);
  unfiltered = { ...sample, object: pathToFileURL(object) };
});

/** Instructions of the loaded program, after the verifier has removed what cannot run. */
async function instructions(probe: typeof sample, options: Partial<SessionOptions> = {}): Promise<number> {
  await using session = openSession({ ...options, kernel, probes: [probe] });
  return session.stats().programs.find(({ name }) => name === "on_call")?.instructions ?? 0;
}

test("a filter that is off is not in the program", async () => {
  const without = await instructions(unfiltered);
  expect(without).toBeGreaterThan(50);
  /* What is left is to read the constant, and to jump over what is gone. */
  expect((await instructions(sample)) - without).toBeLessThanOrEqual(6);
});

test.each<[string, Partial<SessionOptions>]>([
  ["pid", { filter: { pid: [1] } }],
  ["tid", { filter: { tid: [1] } }],
  ["ppid", { filter: { ppid: [1] } }],
  ["uid", { filter: { uid: [1] } }],
  ["gid", { filter: { gid: [1] } }],
  ["comm", { filter: { comm: ["a"] } }],
  ["pidNs", { filter: { pidNs: [1] } }],
  ["mntNs", { filter: { mntNs: [1] } }],
  ["cgroup", { filter: { cgroup: [mount] } }],
  ["origin", { filter: { origin: "host" } }],
  ["follow", { follow: true }],
  ["visibility", { visibility: true }],
])("of several kinds of filter only %s is in the program when only that is on", async (_, options) => {
  const none = await instructions(sample);
  const all = await instructions(sample, {
    filter: {
      pid: [1],
      tid: [1],
      ppid: [1],
      uid: [1],
      gid: [1],
      comm: ["a"],
      pidNs: [1],
      mntNs: [1],
      cgroup: [mount],
    },
    follow: true,
    visibility: true,
  });
  const one = await instructions(sample, options);
  expect(one).toBeGreaterThan(none);
  expect(one - none).toBeLessThan((all - none) / 3);
});
