import type { AnyProbe } from "../contract/probe.js";
import type { LogLine } from "../session/log.js";
import type { LossCount } from "../session/loss.js";
import { openSession, type SessionEvent } from "../session/open.js";
import type { ProbeUse, SessionOptions } from "../session/options.js";
import type { Session, SessionStats } from "../session/session.js";

/** All that a session said while something was done. */
export interface Collected<Event> {
  readonly events: Event[];
  readonly logs: LogLine[];
  /** As told by the session's `loss` event. */
  readonly losses: LossCount[];
  readonly stats: SessionStats;
}

/**
 * Runs `action` under a session and gives everything that the session saw of it. Nothing is
 * waited for by time: the session is attached before the action begins, and drained after.
 *
 * With `follow` in the options, the calling process and its children are what is traced.
 */
export async function collect<const P extends readonly (AnyProbe | ProbeUse)[]>(
  options: SessionOptions<P>,
  action: (session: Session<SessionEvent<P>>) => unknown,
): Promise<Collected<SessionEvent<P>>> {
  await using session = openSession(options);
  const collected = { events: [] as SessionEvent<P>[], logs: [] as LogLine[], losses: [] as LossCount[] };
  session.on("log", (line) => collected.logs.push(line));
  session.on("loss", (losses) => collected.losses.push(...losses));
  if (options.follow) session.follow(process.pid);

  const reading = (async () => {
    for await (const batch of session.batches()) for (const event of batch) collected.events.push(event);
  })();
  try {
    await action(session);
  } finally {
    session.stop();
    await reading;
  }
  return { ...collected, stats: session.stats() };
}
