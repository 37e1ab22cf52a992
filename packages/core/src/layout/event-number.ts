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
