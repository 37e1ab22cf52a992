import type { AnyProbe } from "../contract/probe.js";
import type { RecordSpec } from "../contract/record.js";
import type { Btf } from "../kernel/btf.js";
import { type BoundRecord, bindRecord } from "./bind.js";
import { eventNumber } from "./event-number.js";

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
  return Object.entries(probe.events as Record<string, RecordSpec>).map(([event, spec]) => ({
    probe: probe.name,
    event,
    number: eventNumber(probe.name, event, btf),
    record: bindRecord(probe.name, spec, btf),
  }));
}
