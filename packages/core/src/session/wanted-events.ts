import type { AttachPlan } from "../contract/attach.js";
import type { AnyProbe } from "../contract/probe.js";
import { ProbeError } from "../errors/probe-error.js";
import { suggest } from "../errors/suggest.js";
import type { Btf } from "../kernel/btf.js";
import { eventNumber } from "../layout/event-number.js";

type Optional = Readonly<Record<string, { readonly optIn: boolean }>>;

function outputs({ events, tables = {} }: AnyProbe): Optional {
  return { ...(events as Optional), ...(tables as Optional) };
}

/**
 * The events and tables of a probe that a session wants: those chosen, or all that are not
 * opt-in.
 *
 * @throws {ProbeError} `ERR_OPTION` for a name that the probe does not have
 */
export function wantedEvents(probe: AnyProbe, chosen: readonly string[] | undefined): ReadonlySet<string> {
  const all = outputs(probe);
  const names = Object.keys(all);
  if (chosen === undefined) return new Set(names.filter((name) => !all[name]?.optIn));
  const unknown = chosen.find((name) => !names.includes(name));
  if (unknown === undefined) return new Set(chosen);
  throw new ProbeError("ERR_OPTION", {
    probe: probe.name,
    operation: "configure",
    object: "events",
    message: `there is no ${unknown}${suggest(unknown, names)}; it has ${names.join(", ")}`,
  });
}

/** `probekit_config.events_off`. */
export function eventsOff(probe: AnyProbe, wanted: ReadonlySet<string>, btf: Btf): bigint {
  return Object.keys(outputs(probe))
    .filter((name) => !wanted.has(name))
    .reduce((bits, name) => bits | (1n << BigInt(eventNumber(probe.name, name, btf))), 0n);
}

/** The plan without the programs that only others than the wanted events need. */
export function programsFor(plan: AttachPlan, wanted: ReadonlySet<string>): AttachPlan["programs"] {
  const needed = Object.entries(plan.programs)
    .map(
      ([program, specs]) =>
        [program, specs.filter(({ events }) => events?.some((event) => wanted.has(event)) ?? true)] as const,
    )
    .filter(([, specs]) => specs.length > 0);
  return Object.fromEntries(needed);
}
