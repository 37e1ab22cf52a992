import type { AttachPlan } from "../contract/attach.js";
import type { AnyProbe } from "../contract/probe.js";
import { ProbeError } from "../errors/probe-error.js";
import type { Kernel, OpenedObject } from "../kernel/kernel.js";
import { setConstants } from "../layout/constants.js";
import { requireDistinctNumbers } from "../layout/event-number.js";
import { bindEvents } from "../layout/events.js";
import { bindHistograms } from "../layout/histograms.js";
import { bindTables } from "../layout/tables.js";
import { probeOptions } from "../session/options.js";
import { checkPrograms, openObject, requireLossStruct, setMaps } from "../session/probe-object.js";
import { readObject } from "../session/read-object.js";

/**
 * Holds a contract against its object, as far as that goes without loading it: every event,
 * field, enum, program, constant and map. Needs no rights.
 *
 * @throws {ProbeError} the first thing that does not fit
 */
export function checkContract(probe: AnyProbe, kernel: Kernel): void {
  const image = readObject(probe.name, probe.object);
  for (const plan of probe.attachPlans as readonly AttachPlan[]) {
    const object = openObject(kernel, probe.name, image);
    try {
      const events = bindEvents(probe, object.btf);
      bindHistograms(probe, object);
      const tables = bindTables(probe, object);
      requireDistinctNumbers(probe.name, [...events, ...tables.map(({ row }) => row)]);
      requireLossStruct(probe.name, object);
      requireOneRing(probe.name, object);
      checkPrograms(probe.name, object, plan);
      const options = probeOptions({ probe });
      setMaps(probe, plan, object, options);
      setConstants(probe.name, object, { ...plan.constants, ...probe.constants?.(options as never), ...argumentsOf(plan) });
    } finally {
      object.close();
    }
  }
}

/** Records in another ring than the session's would never be read. */
function requireOneRing(probe: string, object: OpenedObject): void {
  const rings = object.maps.filter(({ type }) => type === "ringbuf").map(({ name }) => name);
  const other = rings.find((name) => name !== "probekit_ring");
  if (other === undefined) return;
  throw new ProbeError("ERR_CONTRACT", {
    probe,
    operation: "bind",
    object: `map ${other}`,
    message:
      "it is a ring of the probe's own, which nobody reads; send records by probe_reserve() or probe_record_begin()",
  });
}

/** The variables that `PROBE_ARG` declares, with any value. */
function argumentsOf(plan: AttachPlan): Record<string, number> {
  return Object.fromEntries(
    Object.entries(plan.programs).flatMap(([program, [spec]]) =>
      Object.keys(spec?.args ?? {}).map((name) => [`probekit_arg_${program}_${name}`, 0]),
    ),
  );
}
