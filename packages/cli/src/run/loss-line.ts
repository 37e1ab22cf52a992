import type { LossCount } from "@probekit/core";

/** A line of `--output json` that says where events are missing. */
export function lossLine({ probe, cause, count }: LossCount, time = new Date()): string {
  return JSON.stringify({ probe, event: "lost", time: time.toISOString(), cause, count });
}
