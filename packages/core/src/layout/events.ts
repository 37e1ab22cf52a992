import { snakeCase } from "../contract/names.js";
import type { AnyProbe } from "../contract/probe.js";
import type { RecordSpec } from "../contract/record.js";
import { ProbeError } from "../errors/probe-error.js";
import type { Btf } from "../kernel/btf.js";
import { type BoundRecord, bindRecord } from "./bind.js";

/** An event type of a probe, with its number and layout in one object. */
export interface BoundEvent {
  readonly probe: string;
  readonly event: string;
  /** `struct probe_header`'s `event`. */
  readonly number: number;
  readonly record: BoundRecord;
}

/**
 * Binds all events of a probe to its object.
 *
 * @throws {ProbeError} `ERR_RECORD_LAYOUT`
 */
export function bindEvents(probe: AnyProbe, btf: Btf): BoundEvent[] {
  const enumName = `${snakeCase(probe.name)}_event_type`;
  return Object.entries(probe.events as Record<string, RecordSpec>).map(([event, spec]) => {
    const constant = `${snakeCase(probe.name)}_event_${snakeCase(event)}`.toUpperCase();
    const value = btf.enum(enumName)?.values.find(({ name }) => name === constant)?.value;
    if (value === undefined) {
      throw new ProbeError("ERR_RECORD_LAYOUT", {
        probe: probe.name,
        operation: "bind",
        object: `event ${event}`,
        message: `no ${constant} in enum ${enumName}; declare it, and PROBE_EVENT_TYPES(${enumName}); in the .bpf.c`,
      });
    }
    return { probe: probe.name, event, number: Number(value), record: bindRecord(probe.name, spec, btf) };
  });
}
