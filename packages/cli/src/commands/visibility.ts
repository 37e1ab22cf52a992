import { CliError } from "../exit.js";
import { escapeText } from "../output/escape.js";
import { grid } from "../output/grid.js";
import { prettyJson } from "../output/json.js";
import { print, say } from "../output/print.js";
import { rights } from "../run/rights.js";
import { chosenSessions, requestedChange, type VisibilityOptions } from "../visibility/change.js";
import { type RunningSession, withRunningSessions } from "../visibility/sessions.js";

/**
 * Prints what running sessions hide, after it has changed it as asked.
 *
 * @throws {CliError | ProbeError}
 */
export function visibility(options: VisibilityOptions & { readonly output: string }): void {
  const change = requestedChange(options);
  if (!rights().held.includes("CAP_SYS_ADMIN")) {
    throw new CliError("to reach the maps of running sessions needs CAP_SYS_ADMIN: run it with sudo");
  }
  withRunningSessions((running) => {
    const sessions = chosenSessions(running, options.session, change);
    if (change) for (const session of sessions) session.visibility.set(change.pair, change.visible);
    if (options.output === "json") print(prettyJson(sessions.map(asJson)));
    else if (sessions.length > 0) print(asTable(sessions));
    else say("probe: no session runs\n");
  });
}

function asTable(sessions: readonly RunningSession[]): string {
  const rows = sessions.flatMap((session) => {
    const name = [String(session.pid ?? "?"), escapeText(session.comm)];
    if (!session.visibility.inUse) return [[...name, "-", "-", "opened without --visibility"]];
    const entries = session.visibility.list();
    if (entries.length === 0) return [[...name, "-", "-", "nothing"]];
    return entries.map(({ pidNs, mntNs, visible }) => {
      const hidden = Object.entries(visible).filter(([, shown]) => !shown);
      return [...name, String(pidNs), String(mntNs), hidden.map(([scope]) => scope).join(", ")];
    });
  });
  return grid([["SESSION", "COMM", "PID NS", "MNT NS", "HIDDEN"], ...rows]);
}

function asJson({ pid, comm, visibility }: RunningSession) {
  const { inUse } = visibility;
  return { session: pid ?? null, comm, visibility: inUse, entries: inUse ? visibility.list() : [] };
}
