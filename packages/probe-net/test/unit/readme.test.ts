import { describeForReadme } from "@probekit/core/testing";
import { expect, test } from "vitest";
import net from "../../src/probe.js";

/* `npx vitest run --project unit -u` writes it anew. */
test("README.md is what the contract says", async () => {
  await expect(describeForReadme(net)).toMatchFileSnapshot("../../README.md");
});
