import { closeSync, openSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { outputError } from "../../../src/output/output-error.js";
import { print } from "../../../src/output/print.js";

test("an answer that cannot be written is a failure", () => {
  const descriptor = openSync("/dev/full", "w");
  onTestFinished(() => closeSync(descriptor));
  expect(() => print("x", descriptor)).toThrow(
    expect.objectContaining({ status: 1, message: expect.stringContaining("ENOSPC: no space left") }),
  );
});

test.each([
  [1, "stdout: ENOSPC: full"],
  [2, "stderr: ENOSPC: full"],
  [7, "descriptor 7: ENOSPC: full"],
])("a failed write to descriptor %d names it", (descriptor, message) => {
  expect(outputError(new Error("ENOSPC: full"), descriptor).message).toBe(message);
});
