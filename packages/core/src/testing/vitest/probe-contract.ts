import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { checkContract } from "../../build/check.js";
import type { AnyProbe } from "../../contract/probe.js";
import type { Kernel } from "../../kernel/kernel.js";
import { contractProblems } from "../contract-problems.js";
import { readmeOf } from "../readme-file.js";

export interface ProbeContractOptions {
  /** `import * as kernel from "@probekit/native"`; it only parses the object, which needs no rights. */
  readonly kernel: Kernel;
  /**
   * The package's README.md, held to be what the contract says: the whole of it or, where it has the
   * comments `<!-- contract… -->` and `<!-- /contract -->`, what is between them. `vitest run -u` writes it.
   */
  readonly readme?: URL;
}

/** What every probe's contract has to keep, as tests: a line in a test file. Needs no rights. */
export function probeContract(probe: AnyProbe, { kernel, readme }: ProbeContractOptions): void {
  describe(`the contract of ${probe.name}`, () => {
    test("fits the BPF object", () => checkContract(probe, kernel));

    test("says what everything is, and has columns for it", () => {
      expect(contractProblems(probe)).toEqual([]);
    });

    if (readme) {
      test("is what README.md says", async () => {
        const packageJson = JSON.parse(readFileSync(new URL("package.json", readme), "utf8"));
        const told = readmeOf(probe, packageJson.name, readme);
        await expect(told).toMatchFileSnapshot(fileURLToPath(readme));
      });
    }
  });
}
