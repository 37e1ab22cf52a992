/**
 * A number of repetitions, less where `PROBEKIT_TEST_SCALE` says that the machine is slow (an
 * emulated one executes programs thirty times slower).
 */
export function scaled(count: number): number {
  return Math.max(1, Math.round(count * Number(process.env.PROBEKIT_TEST_SCALE ?? 1)));
}
