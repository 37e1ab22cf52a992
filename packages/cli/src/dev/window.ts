import type { Session } from "@probekit/core";
import type { Asked, Where } from "../run/where.js";

/**
 * The time of which a version's events are printed. While one version takes over from another both
 * trace, and each event comes from one of them.
 */
export class Window {
  /** Epoch milliseconds, as events have it. */
  readonly sinceMs: number;
  untilMs = Number.POSITIVE_INFINITY;

  constructor(sinceMs: number) {
    this.sinceMs = sinceMs;
  }

  /** The same condition, for events within the window; rows of tables are sums over some time. */
  condition(session: Session<unknown>, where: Where | undefined): Where {
    const tables = new Set(session.probes.flatMap(({ tables }) => tables));
    const isWithin = ({ event, timeMs }: Asked & { readonly timeMs?: number }) =>
      tables.has(event) || timeMs === undefined || (timeMs >= this.sinceMs && timeMs < this.untilMs);
    return {
      matches: (event) => isWithin(event) && (where?.matches(event) ?? true),
      without: where?.without ?? [],
      failures: where?.failures ?? { count: 0, first: "" },
    };
  }
}
