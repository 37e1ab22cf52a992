import { snakeCase } from "../contract/names.js";
import { ProbeError } from "../errors/probe-error.js";
import type { Btf } from "../kernel/btf.js";

/** Numbers are bits of `probekit_config.events_off`. */
const mostEvents = 64;

/**
 * The number of an event or a table of a probe: `<PROBE>_EVENT_<NAME>` in the object's
 * `enum <probe>_event_type`.
 *
 * @throws {ProbeError} `ERR_RECORD_LAYOUT`
 */
export function eventNumber(probe: string, event: string, btf: Btf): number {
  const enumName = `${snakeCase(probe)}_event_type`;
  const constant = `${snakeCase(probe)}_event_${snakeCase(event)}`.toUpperCase();
  const value = btf.enum(enumName)?.values.find(({ name }) => name === constant)?.value;
  if (value !== undefined && value >= 0n && value < mostEvents) return Number(value);
  throw new ProbeError("ERR_RECORD_LAYOUT", {
    probe,
    operation: "bind",
    object: `event ${event}`,
    message:
      value === undefined
        ? `no ${constant} in enum ${enumName}; declare it, and PROBE_EVENT_TYPES(${enumName}); in the .bpf.c`
        : `${constant} is ${value}; events are numbered below ${mostEvents}`,
  });
}

/** The second of two events of one number would never come. @throws {ProbeError} `ERR_RECORD_LAYOUT` */
export function requireDistinctNumbers(
  probe: string,
  events: readonly { readonly event: string; readonly number: number }[],
): void {
  for (const { event, number } of events) {
    const other = events.find((candidate) => candidate.number === number && candidate.event !== event);
    if (other === undefined) continue;
    throw new ProbeError("ERR_RECORD_LAYOUT", {
      probe,
      operation: "bind",
      object: `event ${event}`,
      message: `it has the number of ${other.event}, ${number}; events and tables need one each`,
    });
  }
}
