/**
 * A number of repetitions, less where `PROBEKIT_TEST_SCALE` says that the machine is slow (an
 * emulated one executes programs thirty times slower).
 */
export function scaled(count: number): number {
  return Math.max(1, Math.round(count * Number(process.env.PROBEKIT_TEST_SCALE ?? 1)));
}

/** Longest time for one test, in milliseconds; more where `PROBEKIT_TEST_TIMEOUT_MS` says so. Default: a minute. */
export const testTimeoutMs = Number(process.env.PROBEKIT_TEST_TIMEOUT_MS ?? 60_000);
