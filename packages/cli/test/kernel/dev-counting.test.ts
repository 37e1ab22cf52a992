import { execFileSync } from "node:child_process";
import { expect, test, vi } from "vitest";
import { newPackage } from "./author-package.js";
import { Dev } from "./dev.js";

/* Compilers take their time on a machine that is busy. */
vi.setConfig({ testTimeout: 240_000 });

/** `probe new mine` counts processes that end; here those of one name that nobody else has. */
async function counted(output: string, ...words: readonly string[]) {
  const folder = await newPackage("--output", output);
  const dev = await Dev.start(["--comm", "true", ...words], folder);
  const run = (count: number) => {
    for (let index = 0; index < count; index++) execFileSync("true");
  };
  run(3);
  dev.save("bpf/mine.bpf.c", "Counts", "Counts ");
  await dev.attached();
  run(2);
  return dev.end();
}

test("probe dev: what a version has counted in a table is printed before the next one counts", async () => {
  const { events, stderr, status } = await counted("table", "--interval", "60s");
  expect(events).toMatchObject([
    { event: "commands", comm: "true", ended: 3 },
    { event: "commands", comm: "true", ended: 2 },
  ]);
  expect(stderr).not.toMatch(/[1-9]\d* lost/);
  expect(status).toBe(0);
});

test("probe dev: so is a distribution", async () => {
  const { events, status } = await counted("histogram");
  expect(events).toMatchObject([
    { event: "lifetime", group: "succeeded", count: 3 },
    { event: "lifetime", group: "succeeded", count: 2 },
  ]);
  expect(status).toBe(0);
});
