import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { findCompiler } from "@probekit/core/build";
import { afterAll, describe, expect, test } from "vitest";
import { stepsOf } from "../support/tutorial.js";
import { inWorkspace, linkPackages, run, succeed } from "../support/workspace.js";

const top = mkdtempSync(path.join(os.tmpdir(), "probekit-tutorial-"));
afterAll(() => rmSync(top, { recursive: true }));

let folder = top;
const inFolder = (file: string) => path.join(folder, file);

const script = (name: string) =>
  (JSON.parse(readFileSync(inFolder("package.json"), "utf8")) as { scripts: Record<string, string> }).scripts[
    name
  ];

/** What a command of the page is here, where nothing is installed from a registry. */
const commands: readonly (readonly [RegExp, (...found: string[]) => unknown])[] = [
  [/^apt-get install /, () => findCompiler()],
  [
    /^npm create probekit (.*)$/,
    (words = "") =>
      succeed(
        "node",
        [
          inWorkspace("packages/create-probekit/bin/create-probekit.mjs"),
          ...words.split(" ").filter((word) => word !== "--"),
        ],
        folder,
      ),
  ],
  [
    /^cd (\S+)$/,
    (to = "") => {
      folder = inFolder(to);
    },
  ],
  [/^npm install$/, () => linkPackages(folder)],
  [
    /^npm run build$/,
    () => {
      expect(script("build")).toBe("probe build");
      return succeed("node", [inWorkspace("packages/cli/bin/probe.mjs"), "build"], folder);
    },
  ],
  [/^npm test(?: -- (.*))?$/, (words = "") => succeed("sh", ["-c", `${script("test")} ${words}`], folder)],
  [/^sudo npm run (test:kernel)$/, (name = "") => succeed("sh", ["-c", `${script(name)}`], folder)],
  [
    /^sudo (PROBEKIT_RECORD=1) npx (vitest .*)$/,
    (set, words) => succeed("sh", ["-c", `${set} ${words}`], folder),
  ],
  [/^sudo npx probe (run .*)$/, (words = "") => traces(words)],
  [/^sudo npx probe (dev .*)$/, (words = "") => develops(words)],
  [
    /^npm pack --dry-run$/,
    async () => {
      const { stdout } = await succeed("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], folder);
      const [packed] = JSON.parse(stdout) as { files: { path: string }[] }[];
      expect(packed?.files.map((file) => file.path)).toEqual(
        expect.arrayContaining([
          "bpf/signals.bpf.o",
          "dist/probe.js",
          "dist/probe.d.ts",
          "probe.json",
          "README.md",
        ]),
      );
    },
  ],
  /* What only the author can do, and what comes of it. */
  [/^npm publish$|^npm install -g |^sudo probe run signals$/, () => {}],
];

/** What each traced command is to be seen doing. */
const seen: Readonly<Record<string, RegExp>> = {
  "sh -c 'exit 3'": /\bsh +3 +-/,
  "sh -c 'kill -TERM $$'": /\bsh +SIGTERM +delivered +\d+ +sh\b/,
  'perl -e \'unpack "p", pack "L!", 1\'': /"signal":"SIGSEGV","outcome":"delivered","target":\{"pid":\d+/,
};

async function traces(words: string): Promise<void> {
  const traced = words.split(" -- ")[1] ?? "";
  const { stdout, stderr } = await run(
    "sh",
    ["-c", `node ${inWorkspace("packages/cli/bin/probe.mjs")} ${words}`],
    folder,
  );
  expect(stdout, stderr).toMatch(seen[traced] ?? `an expectation for ${traced}`);
  expect(stderr).toContain("none lost");
}

/** Until it has printed what it is to be seen doing. */
async function develops(words: string): Promise<void> {
  const traced = words.split(" -- ")[1] ?? "";
  const pattern = seen[traced] ?? /an expectation for each traced command/;
  const bin = inWorkspace("packages/cli/bin/probe.mjs");
  const child = spawn("sh", ["-c", `exec node ${bin} ${words}`], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "exit");
  const output = { stdout: "", stderr: "" };
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output.stderr += text;
  });
  const printed = new Promise<void>((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output.stdout += text;
      if (pattern.test(output.stdout)) resolve();
    });
  });
  await Promise.race([printed, ended]);
  child.kill("SIGINT");
  expect(await ended, output.stderr).toEqual([0, null]);
  expect(output.stdout, output.stderr).toMatch(pattern);
  expect(output.stderr).toMatch(/^probe dev: signals built and attached in /m);
}

describe("docs/writing-a-probe.md", () => {
  for (const step of stepsOf(new URL("../../../../docs/writing-a-probe.md", import.meta.url))) {
    if ("file" in step) {
      test(`the file ${step.file}`, () => {
        mkdirSync(path.dirname(inFolder(step.file)), { recursive: true });
        writeFileSync(inFolder(step.file), step.content);
      });
    } else {
      test(`the command ${step.command}`, { timeout: 600_000 }, async () => {
        const [pattern, action] = commands.find(([pattern]) => pattern.test(step.command)) ?? [];
        if (!pattern || !action) throw new Error(`the test does not know how to run ${step.command}`);
        const [, ...found] = pattern.exec(step.command) ?? [];
        await action(...found);
      });
    }
  }
});
