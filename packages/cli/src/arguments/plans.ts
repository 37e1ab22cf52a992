import { usageError } from "../exit.js";

/**
 * `--plan NAME` for the only probe, `--plan PROBE=NAME` for one of several, as plan by probe.
 *
 * @throws {CliError}
 */
export function chosenPlans(
  given: readonly string[],
  probes: readonly string[],
): ReadonlyMap<string, string> {
  return new Map(
    given.map((entry): [string, string] => {
      const [, probe, plan = ""] = /^(?:([^=]+)=)?(.+)$/.exec(entry) ?? [];
      const [only = ""] = probes;
      if (probe === undefined && probes.length > 1) {
        throw usageError(
          `--plan ${entry}: say of which probe: ${probes.map((name) => `--plan ${name}=${entry}`).join(" or ")}`,
        );
      }
      if (probe !== undefined && !probes.includes(probe)) {
        throw usageError(
          `--plan ${entry}: ${probe} is not among the probes of this run (${probes.join(", ")})`,
        );
      }
      return [probe ?? only, plan];
    }),
  );
}
