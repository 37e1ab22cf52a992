import type { ProbeError } from "../../errors/probe-error.js";

/** The names in contract and C that an error is about. */
export interface Subject {
  readonly struct?: string;
  readonly field?: string;
  readonly member?: string;
  readonly event?: string;
  readonly enum?: string;
  readonly table?: string;
  readonly histogram?: string;
  readonly plan?: string;
  readonly program?: string;
  readonly target?: string;
  readonly variable?: string;
  readonly map?: string;
}

/** How errors name what they are about, in `object` … */
const objects = [
  /^struct (?<struct>\w+)$/,
  /^table (?<table>\w+)$/,
  /^histogram (?<histogram>\w+)$/,
  /^event (?<event>\w+)$/,
  /^variable (?<variable>\w+)$/,
  /^map (?<map>\w+)$/,
  /^plan (?<plan>[^,]+)(, program (?<program>\w+))?$/,
  /^(?<program>\w+) to (?<target>.+)$/,
  /^(?<program>\w+) \((?<target>.+)\)$/,
];

/** … and in the reason. */
const reasons = [
  /^field (?<field>\w+): (member (?<member>[\w.]+):|no member (?<missing>[\w.]+);)?/,
  /^(no struct|struct) (?<struct>\w+)/,
  /^no \w+ in (?<enum>enum \w+);/,
  /\bno enum (?<enum>\w+)\b/,
  /^plan (?<plan>[^,]+), program (?<program>\w+) is for (?<event>\w+),/,
];

export function subjectOf({ object = "", reason }: Pick<ProbeError, "object" | "reason">): Subject {
  const groups = [
    ...objects.map((pattern) => pattern.exec(object)?.groups),
    ...reasons.map((pattern) => pattern.exec(reason)?.groups),
  ];
  const named = groups.flatMap((found) => Object.entries(found ?? {})).filter(([, value]) => value !== undefined);
  return Object.fromEntries(named.map(([key, value]) => [key, value?.replace(/^enum /, "")]));
}
