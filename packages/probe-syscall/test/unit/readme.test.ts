import { describeForReadme } from "@probekit/core/testing";
import { expect, test } from "vitest";
import syscall from "../../src/probe.js";

/* `npx vitest run --project unit -u` writes it anew. */
test("README.md is what the contract says", async () => {
  await expect(describeForReadme(syscall)).toMatchFileSnapshot("../../README.md");
});
