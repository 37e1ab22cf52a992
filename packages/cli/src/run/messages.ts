import type { AttachedProbe, LogLine, LossCount, SessionStats } from "@probekit/core";
import { escapeText } from "../output/escape.js";
import type { Where } from "./where.js";

type Meanings = Readonly<Record<string, { readonly meaning: string }>>;

/** `exec: tracing with plan tracepoint`, and which better ones this kernel refused. */
export function planLine({ name, plan, refused }: AttachedProbe): string {
  const better = refused.map((other) => other.plan).join(", ");
  return `${name}: tracing with plan ${plan}${better && ` (${better} refused: see probe doctor)`}`;
}

/** What a BPF program has to say: `exec: warn: no entry for 42`. */
export function logText({ probe, level, text }: Pick<LogLine, "probe" | "level" | "text">): string {
  return `${probe}: ${level}: ${escapeText(text)}`;
}

/** The line that scripts wait for. */
export function readyLine(probes: readonly AttachedProbe[], command: string | undefined): string {
  const names = probes.map(({ name }) => name).join(", ");
  return command === undefined
    ? `probe: ready, tracing ${names}; Ctrl-C ends`
    : `probe: ready, tracing ${names} in ${command} and what it starts`;
}

/** Which of the events and tables of the run `--where` leaves out whole. */
export function withoutLines(
  where: Where | undefined,
  probes: readonly Pick<AttachedProbe, "name" | "events" | "tables">[],
): string[] {
  const present = new Set(
    probes.flatMap(({ name, events, tables }) => [...events, ...tables].map((event) => `${name}.${event}`)),
  );
  return (where?.without ?? [])
    .filter(({ type }) => present.has(type))
    .map(({ type, reason }) => `probe: --where leaves out all of ${type}: ${escapeText(reason)}`);
}

/** That `--where` had no result for some events. */
export function failureLines(where: Where | undefined): string[] {
  const { count, first } = where?.failures ?? { count: 0, first: "" };
  if (count === 0) return [];
  return [
    `  --where had no result for ${plural(count, "event")}, left out; the first time: ${escapeText(first)}`,
  ];
}

/** What was written; a run without events, or without tables, does not count them. */
export interface Written {
  readonly events: number | undefined;
  readonly snapshots: number | undefined;
}

/** The closing account: what came, and whatever did not. */
export function summaryLines(
  { events, snapshots }: Written,
  { lost, damaged }: Pick<SessionStats, "lost" | "damaged">,
  causes: Meanings,
): string[] {
  const total = lost.reduce((sum, { count }) => sum + count, 0);
  const written = [
    ...(events === undefined ? [] : [plural(events, "event")]),
    ...(snapshots === undefined ? [] : [plural(snapshots, "snapshot")]),
  ];
  return [
    `probe: ${written.join(", ")}, ${total > 0 ? `${total} lost` : "none lost"}`,
    ...lost.map((loss) => `  ${loss.probe}: ${loss.count} lost: ${cause(loss, causes)}`),
    ...damaged.map((loss) => `  ${loss.probe}: ${loss.count} damaged: ${cause(loss, causes)}`),
  ];
}

function cause({ cause: name }: LossCount, causes: Meanings): string {
  return `${name}: ${causes[name]?.meaning ?? "unknown"}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
