import { beforeAll, beforeEach, describe } from "vitest";
import type { AnyProbe } from "../../contract/probe.js";
import type { Kernel } from "../../kernel/kernel.js";
import { missingFeature } from "../missing-feature.js";
import { plansUnderTest } from "../plans.js";
import { failOnLeaks } from "./fail-on-leaks.js";

/**
 * Tests that open sessions of their own, once for each attach plan (those in `PROBEKIT_PLAN`, or all). They
 * are skipped, with the reason in words, where the kernel does not take a plan, fail where it should, and
 * fail where they leave a BPF object behind.
 *
 * ```ts
 * describePlans(probe, kernel, (plan) => {
 *   test("two commands are told in order", async () => {
 *     const probes = [use(probe, {}, { plan })] as const;
 *     const { events } = await collect({ kernel, probes, follow: true }, () => execSync("true; false"));
 *     …
 *   });
 * });
 * ```
 */
export function describePlans(probe: AnyProbe, kernel: Kernel, tests: (plan: string) => void): void {
  describe.each(plansUnderTest(probe))("by plan %s", (plan) => {
    let missing: string | undefined;
    beforeAll(async () => {
      missing = await missingFeature(probe, plan, kernel);
    });
    failOnLeaks();
    beforeEach(({ skip }) => {
      if (missing !== undefined) skip(missing);
    });
    tests(plan);
  });
}
