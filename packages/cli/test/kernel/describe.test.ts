import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { manifestOf } from "../unit/arguments/manifests.js";
import { putPackage, scratchFolder } from "../unit/discovery/packages.js";
import { Probe, probe, unprivileged } from "./probe.js";

/** Runs the command line and lists the modules that it loaded, as V8 saw them. */
async function loadedModules(words: readonly string[]): Promise<string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "probekit-cli-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  await new Probe(words, { env: { ...process.env, NODE_V8_COVERAGE: folder } }).outcome;
  return readdirSync(folder).flatMap((file) => {
    const { result } = JSON.parse(readFileSync(path.join(folder, file), "utf8")) as {
      result: { url: string }[];
    };
    return result.map(({ url }) => url).filter((url) => url.startsWith("file:"));
  });
}

describe("without rights", () => {
  test.each([
    ["list", /^NAME +VERSION +SUMMARY +FROM +FOLDER\nexec +0\.1\.0 /],
    ["info exec", /^exec {2}Every exec/],
    ["schema exec", /"title": "exec exec"/],
    ["help run", /^Usage: probe run/],
    ["run exec --help", /Options of exec:\n +--\[no-\]failed/],
  ])("probe %s works", async (words, expected) => {
    const { status, stdout, stderr } = await unprivileged(...words.split(" "));
    expect(stdout).toMatch(expected);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  test("probe run says what is missing before anything is loaded", async () => {
    const { status, stderr } = await unprivileged(
      "run",
      "exec",
      "--",
      "touch",
      "/tmp/probekit-must-not-be-there",
    );
    expect(stderr).toMatch(
      /^probe: tracing needs CAP_BPF and CAP_PERFMON, which this process does not have: run it with sudo/,
    );
    expect(status).toBe(1);
  });

  test("probe doctor says what is missing", async () => {
    const { status, stdout } = await unprivileged("doctor");
    expect(stdout).toMatch(/Nothing could be tried without CAP_BPF and CAP_PERFMON/);
    expect(status).toBe(1);
  });
});

test.each(["list", "info exec", "schema exec", "run exec --help"])(
  "probe %s loads neither native nor core nor a probe",
  async (words) => {
    const modules = await loadedModules(words.split(" "));
    expect(modules.filter((url) => /\/packages\/cli\/dist\/(main|run)\.js$/.test(url))).toHaveLength(1);
    expect(modules.filter((url) => /packages\/(core|native|probe-)/.test(url))).toEqual([]);
  },
);

test("probe run loads few files, for each takes time until tracing begins", async () => {
  const modules = await loadedModules(["run", "exec", "--output", "json", "--duration", "1ms"]);
  const ours = modules.map((url) => /packages\/([^/]+\/(bin|dist)\/.*)$/.exec(url)?.[1] ?? url);
  const core = ours.filter((file) => file.startsWith("core/"));
  expect(core.length).toBeLessThanOrEqual(4);
  expect(ours.filter((file) => !core.includes(file) && !file.includes("/node-gyp-build/")).sort()).toEqual([
    "cli/bin/probe.mjs",
    "cli/dist/run.js",
    "native/dist/index.js",
    "probe-exec/dist/probe.js",
  ]);
});

test("probe run begins to trace without Node's streams, whose loading takes long", async () => {
  const hook = fileURLToPath(new URL("modules-when-ready.cjs", import.meta.url));
  const words = ["run", "exec", "--output", "json", "--duration", "1ms"];
  const { stderr } = await new Probe(words, { env: { ...process.env, NODE_OPTIONS: `--require ${hook}` } })
    .outcome;
  const [, modules = ""] = /^modules: (.*)$/m.exec(stderr) ?? [];
  expect(modules).toContain("internal/modules/esm/loader");
  expect(
    modules.split(",").filter((name) => /^(stream|net|tty|child_process|perf_hooks)$/.test(name)),
  ).toEqual([]);
});

test("a manifest's words cannot drive the terminal that help is printed on", async () => {
  const describe = "clears \u001b[2J all";
  const least = { describe, default: null, schema: { type: "integer" } as const };
  const manifest = { ...manifestOf("a"), options: { least } };
  const folder = putPackage(scratchFolder(), "probekit-probe-a", manifest);
  const { status, stdout } = await probe("run", folder, "--help");
  expect(stdout).toContain("clears \\x1b[2J all");
  expect(stdout).not.toContain("\u001b");
  expect(status).toBe(0);
});

test("the JSON Schema speaks of every member of an event", async () => {
  const [schema, lines] = await Promise.all([
    probe("schema", "exec", "exec"),
    probe("run", "exec", "--namespaces", "--names", "-o", "json", "--", "/bin/true"),
  ]);
  const { properties, required } = JSON.parse(schema.stdout) as { properties: object; required: string[] };
  const members = Object.keys(JSON.parse(lines.stdout) as object);
  expect(Object.keys(properties).sort()).toEqual(members.sort());
  expect(members).toEqual(expect.arrayContaining(required));
});

test("probe doctor tries everything and gives a reason for what does not work", async () => {
  const { status, stdout } = await probe("doctor", "--output", "json");
  const { kernel, features, probes } = JSON.parse(stdout) as {
    kernel: { release: string };
    features: { name: string; works: boolean; reason?: string }[];
    probes: { name: string; plan: string | null }[];
  };
  expect(kernel.release).toBe(readFileSync("/proc/sys/kernel/osrelease", "utf8").trim());
  expect(features.filter(({ works, reason }) => works === (reason !== undefined))).toEqual([]);
  for (const name of ["ring buffer", "tracepoint", "BTF tracepoint"]) {
    expect(features).toContainEqual({ name, works: true });
  }
  expect(probes.map(({ name }) => name)).toEqual(expect.arrayContaining(["exec", "filelife"]));
  expect(status).toBe(probes.every(({ plan }) => plan !== null) ? 0 : 1);
});
