import type { AttachedProbe, LossCount, RefusedPlan, SessionStats } from "@probekit/core";

type Meanings = Readonly<Record<string, { readonly meaning: string }>>;

/** `exec: tracing with plan tracepoint`, and in short why it is not a better one. */
export function planLine({ name, plan, refused }: AttachedProbe): string {
  const reasons = refused.map(({ plan: other, reason }) => `${other}: ${shortReason(reason)}`);
  const better = reasons.length > 0 ? ` (refused: ${reasons.join("; ")})` : "";
  return `${name}: tracing with plan ${plan}${better}`;
}

function shortReason({ errno, reason }: RefusedPlan["reason"]): string {
  return errno ?? reason.split("\n", 1)[0] ?? "";
}

/** The line that scripts wait for. */
export function readyLine(probes: readonly AttachedProbe[], command: string | undefined): string {
  const names = probes.map(({ name }) => name).join(", ");
  return command === undefined
    ? `probe: ready, tracing ${names}; Ctrl-C ends`
    : `probe: ready, tracing ${names} in ${command} and what it starts`;
}

/** The closing account: what came, and whatever did not. */
export function summaryLines(
  events: number,
  { lost, damaged }: Pick<SessionStats, "lost" | "damaged">,
  causes: Meanings,
): string[] {
  const total = lost.reduce((sum, { count }) => sum + count, 0);
  return [
    `probe: ${plural(events, "event")}, ${total > 0 ? `${total} lost` : "none lost"}`,
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
