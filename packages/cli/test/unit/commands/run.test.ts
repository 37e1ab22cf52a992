import path from "node:path";
import { Command } from "commander";
import { expect, test } from "vitest";
import { defineRun } from "../../../src/commands/run.js";
import { manifestOf } from "../arguments/manifests.js";
import { putPackage, scratchFolder } from "../discovery/packages.js";

function twoOfOneName(): string[] {
  const root = scratchFolder();
  const manifest = manifestOf("a", { failed: { type: "boolean" } });
  return ["1", "2"].map((name) => putPackage(path.join(root, name), `probekit-probe-${name}`, manifest));
}

test("two probes of one name are refused, and both are shown", () => {
  const folders = twoOfOneName();
  expect(() => defineRun(new Command("run"), folders, undefined)).toThrow(
    expect.objectContaining({
      status: 2,
      message: `two of the probes to run are called a: ${folders.join(" and ")}; run one of them`,
    }),
  );
});

test("one probe that is named twice is one", () => {
  const [folder = ""] = twoOfOneName();
  expect(() => defineRun(new Command("run"), [folder, `${folder}/.`], undefined)).not.toThrow();
});

test("an option that is given twice is refused, for the first would be forgotten", async () => {
  const [folder = ""] = twoOfOneName();
  const command = new Command("run").argument("<probe...>");
  defineRun(command, [folder], undefined);
  const words = [folder, "--where", "uid == 1", "--where", "pid == 1"];
  await expect(command.parseAsync(words, { from: "user" })).rejects.toMatchObject({
    status: 2,
    message: "--where <condition>: it can be given once; a list has commas",
  });
});
