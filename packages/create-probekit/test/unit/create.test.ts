import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { complete } from "../../src/ask.js";
import { choose, createPackage, generate, hooks, InvalidChoice, outputs } from "../../src/index.js";

const folder = mkdtempSync(path.join(os.tmpdir(), "create-probekit-"));
const at = (name: string) => path.join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

test("a package has all that it needs, under the probe's name", () => {
  createPackage({ name: "file-locks", folder: at("new"), package: "@me/probekit-probe-file-locks" });
  expect(
    readdirSync(at("new"), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.\w+$/.test(name))
      .sort(),
  ).toEqual([
    ".gitignore",
    "README.md",
    "bpf/file-locks.bpf.c",
    "bpf/file-locks.h",
    "package.json",
    "src/probe.ts",
    "test/contract.test.ts",
    "test/kernel.test.ts",
    "tsconfig.json",
  ]);
  expect(JSON.parse(readFileSync(at("new/package.json"), "utf8"))).toMatchObject({
    name: "@me/probekit-probe-file-locks",
    probekit: { probe: "./probe.json" },
    peerDependencies: { "@probekit/core": expect.stringMatching(/^\^\d/) },
  });
  expect(readFileSync(at("new/bpf/file-locks.h"), "utf8")).toContain("FILE_LOCKS_EVENT_EXITED = 1");
});

describe("is refused:", () => {
  test.each([
    [
      "a folder with something in it",
      { name: "mine", folder: at("full") },
      /full is not empty: it has a\.txt/,
    ],
    [
      "a file in the folder's place",
      { name: "mine", folder: at("full/a.txt") },
      /is there already, and no folder/,
    ],
    ["capitals in the name", { name: "Mine" }, /lower-case letters, digits and hyphens/],
    ["a path as the name", { name: "../mine" }, /not "\.\.\/mine"/],
    ["no name at all", { name: "" }, /lower-case/],
    ["a package that probe would not find", { name: "mine", package: "mine" }, /probekit-probe-… or @scope/],
    [
      "another output",
      { name: "mine", output: "chart" },
      /--output is one of event, table, histogram, not "chart"/,
    ],
    ["another hook", { name: "mine", hook: "xdp" }, /--hook is one of tracepoint, tp_btf/],
  ])("%s", (_, request, message) => {
    mkdirSync(at("full"), { recursive: true });
    writeFileSync(at("full/a.txt"), "");
    expect(() => createPackage(request)).toThrow(InvalidChoice);
    expect(() => createPackage(request)).toThrow(message);
  });
});

test("an empty folder, or one that git has begun, is taken", () => {
  mkdirSync(at("begun/.git"), { recursive: true });
  expect(createPackage({ name: "mine", folder: at("begun") })).toBe(at("begun"));
});

test("what is not given is asked for, and an answer can be left to the default", async () => {
  const questions: string[] = [];
  const answers: Record<string, string> = { "what the probe is called": "signals" };
  const request = await complete({ hook: "uprobe" }, async (question, standard) => {
    questions.push(question);
    return answers[question] ?? standard;
  });
  expect(questions).toHaveLength(3);
  expect(request).toEqual({
    name: "signals",
    output: "event",
    hook: "uprobe",
    package: "probekit-probe-signals",
  });
});

test.each([
  ["a name", {}, { "what the probe is called": "Mine" }, /not "Mine"/, 1],
  ["what it gives", { name: "mine" }, { "what it gives: event, table, histogram": "chart" }, /--output/, 1],
  ["a hook that was given", { name: "mine", hook: "xdp" }, {}, /--hook/, 0],
] as const)("%s that cannot be is refused before more is asked", async (_, given, said, message, asked) => {
  const questions: string[] = [];
  const answers: Record<string, string> = said;
  const request = complete(given, async (question, standard) => {
    questions.push(question);
    return answers[question] ?? standard;
  });
  await expect(request).rejects.toThrow(message);
  expect(questions).toHaveLength(asked);
});

test.each(hooks.flatMap((hook) => outputs.map((output) => [output, hook] as const)))(
  "nothing is left of a template in an %s by %s",
  (output, hook) => {
    const text = Object.entries(generate(choose({ name: "zebra", output, hook }), "1.2.3"))
      .flat()
      .join("\n");
    expect(text).not.toMatch(/\bmine\b|TODO|undefined|\$\{/i);
    expect(text).toContain("zebra");
  },
);
