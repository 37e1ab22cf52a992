import { test } from "vitest";
import type { AnyProbe } from "../../contract/probe.js";
import { missingFeature } from "../missing-feature.js";
import { plansUnderTest } from "../plans.js";
import { type KernelTest, type KernelTestOptions, runKernelTest } from "../run-kernel-test.js";
import { testTimeoutMs } from "../scale.js";

interface Skippable {
  /** For what else a machine may lack. */
  skip(reason: string): never;
}

/**
 * A test with the running kernel, once for each attach plan (those in `PROBEKIT_PLAN`, or all). It is
 * skipped, with the reason in words, where the kernel does not take a plan, and fails where it should.
 *
 * The session is attached before the test begins and a `command` is held until the test releases it,
 * so that nothing is waited for by time. At the end nothing may have been lost, and no BPF object
 * may be left.
 *
 * ```ts
 * kernelTest("an exec is told", { kernel, probe, command: ["true"] }, async ({ release, event }) => {
 *   const { pid } = await release();
 *   expect(await event({ pid })).toMatchObject({ comm: "true" });
 * });
 * ```
 */
export function kernelTest<P extends AnyProbe>(
  name: string,
  options: KernelTestOptions<P> & { readonly plans?: readonly string[] | undefined },
  body: (test: KernelTest<P> & Skippable) => unknown,
): void {
  const { kernel, probe, plans } = options;
  const unknown = plans?.find((asked) => !probe.attachPlans.some((plan) => plan.name === asked));
  if (unknown !== undefined) throw new Error(`${name}: ${probe.name} has no plan ${unknown}`);
  const underTest = plansUnderTest(probe).filter((plan) => plans?.includes(plan) ?? true);
  for (const plan of underTest) {
    test(`${name}, by plan ${plan}`, { timeout: testTimeoutMs }, async ({ skip }) => {
      const missing = await missingFeature(probe, plan, kernel);
      if (missing !== undefined) skip(missing);
      await runKernelTest(plan, options, (kernelTest) => body({ ...kernelTest, skip }));
    });
  }
}
