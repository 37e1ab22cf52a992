import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { newProbe } from "../../../src/commands/new.js";
import * as output from "../../../src/output/print.js";

const folder = mkdtempSync(path.join(os.tmpdir(), "probe-new-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a new package is written, and what comes next is told", async () => {
  const print = vi.spyOn(output, "print").mockImplementation(() => {});
  const target = path.join(folder, "it's mine");
  await newProbe({
    name: "mine",
    folder: target,
    hook: "uprobe",
    output: "event",
    package: "probekit-probe-mine",
  });
  expect(JSON.parse(readFileSync(path.join(target, "package.json"), "utf8")).name).toBe(
    "probekit-probe-mine",
  );
  expect(print.mock.calls.flat().join("")).toContain(`cd '${folder}/it'\\''s mine'\n  npm install\n`);
});

test.each([
  ["no name, where nobody can be asked", {}, "a name for the probe is missing"],
  ["another hook", { name: "mine", hook: "xdp" }, "--hook is one of tracepoint"],
])("%s is a mistake of usage", async (_, given, message) => {
  await expect(newProbe(given)).rejects.toMatchObject({
    status: 2,
    message: expect.stringContaining(message),
  });
});
