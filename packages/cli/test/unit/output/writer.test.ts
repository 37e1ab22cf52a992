import { closeSync, openSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Writer } from "../../../src/output/writer.js";
import { scratchFolder } from "../discovery/packages.js";

test("texts are written whole and in their order", async () => {
  const file = path.join(scratchFolder(), "out");
  const descriptor = openSync(file, "w");
  onTestFinished(() => closeSync(descriptor));
  const writer = new Writer(descriptor);
  const texts = Array.from({ length: 20 }, (_, index) => `${index}`.repeat(5000));
  await Promise.all(texts.map((text) => writer.write(text)));
  expect(readFileSync(file, "utf8")).toBe(texts.join(""));
});

test("a failure that is no closed pipe is told", async () => {
  const descriptor = openSync("/dev/full", "w");
  onTestFinished(() => closeSync(descriptor));
  await expect(new Writer(descriptor).write("x")).rejects.toThrow(`descriptor ${descriptor}: ENOSPC: `);
});
