import { type NamespacePair, scopes, type Visibility } from "@probekit/core";
import { nearest } from "../discovery/nearest.js";
import { CliError, usageError } from "../exit.js";
import type { RunningSession } from "./sessions.js";

/** What is to be shown, or not any more, of one pair of namespaces. */
export interface Change {
  readonly pair: NamespacePair;
  readonly visible: Readonly<Partial<Record<Visibility, boolean>>>;
}

/** What the options of `probe visibility` say. */
export interface VisibilityOptions {
  readonly session?: number;
  readonly pidNs?: number;
  readonly mntNs?: number;
  readonly hide?: string;
  readonly show?: string;
}

/** @returns `undefined` where nothing is to be changed @throws {CliError} */
export function requestedChange({ pidNs, mntNs, hide, show }: VisibilityOptions): Change | undefined {
  if (pidNs === undefined && mntNs === undefined && hide === undefined && show === undefined)
    return undefined;
  if (pidNs === undefined || mntNs === undefined) {
    throw usageError(
      "--pid-ns and --mnt-ns say together what is meant; of a process they are in readlink /proc/PID/ns/pid and …/mnt",
    );
  }
  if (hide === undefined && show === undefined) throw usageError("say what to change, with --hide or --show");
  const hidden = parseScopes("--hide", hide);
  const shown = parseScopes("--show", show);
  const both = hidden.find((scope) => shown.includes(scope));
  if (both) throw usageError(`${both} cannot be hidden and shown at the same time`);
  const visible = [...hidden.map((scope) => [scope, false]), ...shown.map((scope) => [scope, true])];
  return { pair: { pidNs, mntNs }, visible: Object.fromEntries(visible) };
}

function parseScopes(option: string, text: string | undefined): Visibility[] {
  if (text === undefined) return [];
  if (text === "all") return [...scopes];
  return text.split(",").map((word) => {
    const found = scopes.find((scope) => scope === word);
    if (found) return found;
    const near = nearest(word, scopes);
    const hint = near ? `; did you mean ${near}?` : "";
    throw usageError(`${option}: expected ${scopes.join(", ")} or all, not ${JSON.stringify(word)}${hint}`);
  });
}

/** The sessions that a command is about. @throws {CliError} when there is none */
export function chosenSessions(
  sessions: readonly RunningSession[],
  pid: number | undefined,
  change: Change | undefined,
): readonly RunningSession[] {
  const chosen = pid === undefined ? sessions : sessions.filter((session) => session.pid === pid);
  if (pid !== undefined && chosen.length === 0) {
    const pids = sessions.map((session) => session.pid ?? "?").join(", ");
    throw new CliError(
      `process ${pid} has no session; ${pids ? `those that run are of ${pids}` : "none runs"}`,
    );
  }
  if (!change) return chosen;
  const open = chosen.filter(({ visibility }) => visibility.inUse);
  if (open.length > 0) return open;
  throw new CliError(
    chosen.length > 0
      ? "the session was opened without visibility; run it again with --visibility"
      : "no session runs; start one with probe run … --visibility",
  );
}
