import { type AttachPlan, type AttachSpec, isBtfTarget } from "../contract/attach.js";
import type { AnyProbe, MapSettings } from "../contract/probe.js";
import { isKernelError, ProbeError } from "../errors/probe-error.js";
import type { BtfStruct } from "../kernel/btf.js";
import type { Kernel, Link, LoadedObject, OpenedObject } from "../kernel/kernel.js";
import { argumentPositions } from "../layout/arguments.js";
import { setConstants } from "../layout/constants.js";
import { requireDistinctNumbers } from "../layout/event-number.js";
import { type BoundEvent, bindEvents } from "../layout/events.js";
import { type BoundHistogram, bindHistograms } from "../layout/histograms.js";
import { setArguments } from "../layout/set-arguments.js";
import { type BoundTable, bindTables } from "../layout/tables.js";
import { attachTargets, lackingFeature, sectionPrefixes, targetExists } from "./attach-target.js";
import { type SessionConfig, setConfig } from "./config.js";
import { attaching, loading } from "./kernel-failure.js";
import type { SharedObject } from "./shared-object.js";
import { scopeBit } from "./visibility.js";
import { eventsOff, programsFor } from "./wanted-events.js";

export interface ProbeObjectInput {
  readonly kernel: Kernel;
  readonly shared: SharedObject;
  readonly probe: AnyProbe;
  readonly image: Uint8Array;
  readonly plan: AttachPlan;
  /** With defaults. */
  readonly options: unknown;
  /** Events and tables, by name. */
  readonly wanted: ReadonlySet<string>;
  readonly config: SessionConfig & { readonly probe: number };
}

/** A probe's object, loaded and attached by one plan. */
export interface ProbeObject {
  readonly probe: AnyProbe;
  readonly plan: AttachPlan;
  readonly loaded: LoadedObject;
  /** In the order of attachment. */
  readonly links: readonly Link[];
  readonly events: readonly BoundEvent[];
  readonly histograms: readonly BoundHistogram[];
  /** Those that are wanted. */
  readonly tables: readonly BoundTable[];
  /** Events and tables, by name. */
  readonly wanted: ReadonlySet<string>;
  /** `struct probekit_loss`, as this object has it. */
  readonly lossStruct: BtfStruct;
  /** Optional programs whose target this kernel does not have. */
  readonly absent: readonly string[];
}

/**
 * Opens, configures, loads and attaches a probe by one plan, whole or not at all.
 *
 * @throws {ProbeError} with the first reason why the plan does not work
 */
export function attachByPlan(input: ProbeObjectInput): ProbeObject {
  const { kernel, probe, plan, image } = input;
  const object = openObject(kernel, probe.name, image);
  let loaded: LoadedObject;
  let configured: ReturnType<typeof configure>;
  try {
    configured = configure(object, input);
    loaded = loading(probe.name, `${probe.name}.bpf.o`, () => object.load());
  } finally {
    object.close();
  }
  const { programs, ...bound } = configured;
  try {
    const links = [...programs].flatMap(([program, specs]) =>
      specs.flatMap((spec) =>
        attachTargets(spec).map((target) =>
          attaching(probe.name, program, spec.target, () => loaded.attach(program, target)),
        ),
      ),
    );
    return { probe, plan, loaded, links, ...bound };
  } catch (error) {
    loaded.close();
    throw error;
  }
}

/** @throws {ProbeError} `ERR_OBJECT` */
export function openObject(kernel: Kernel, name: string, image: Uint8Array): OpenedObject {
  try {
    return kernel.openObject(image, { name });
  } catch (cause) {
    /* As when there is no libbpf: that says itself what to do. */
    if (!isKernelError(cause)) throw cause;
    throw new ProbeError("ERR_OBJECT", {
      probe: name,
      operation: "open",
      object: `${name}.bpf.o`,
      message: "not a BPF object that libbpf can read; build the probe again",
      cause,
    });
  }
}

function configure(object: OpenedObject, input: ProbeObjectInput) {
  const { kernel, shared, probe, plan, options, wanted, config } = input;
  const events = bindEvents(probe, object.btf);
  const histograms = bindHistograms(probe, object);
  const bound = bindTables(probe, object);
  requireDistinctNumbers(probe.name, [...events, ...bound.map(({ row }) => row)]);
  const tables = bound.filter(({ name }) => wanted.has(name));
  checkPrograms(probe.name, object, plan);

  const { present, absent } = splitByTarget(probe.name, programsFor(plan, wanted), kernel);
  for (const { name } of object.programs) object.setAutoload(name, present.has(name));
  for (const [program, specs] of present) {
    const [{ kind, target }] = specs;
    if (isBtfTarget(kind)) object.setAttachTarget(program, target);
    setArguments(probe.name, program, specs, object, kernel);
  }

  setConfig(probe.name, object, {
    ...config,
    scope: scopeBit(probe.visibility),
    events_off: eventsOff(probe, wanted, object.btf),
  });
  setConstants(probe.name, object, { ...plan.constants, ...probe.constants?.(options as never) });
  setMaps(probe, plan, object, options);
  /* What nobody wants takes no memory. */
  for (const { banks } of bound.filter(({ name }) => !wanted.has(name)))
    for (const bank of banks) object.setMaxEntries(bank, 1);
  shared.shareWith(object);
  const lossStruct = requireLossStruct(probe.name, object);
  return { events, histograms, tables, wanted, lossStruct, programs: present, absent };
}

/** The plan's programs must be in the object, and of the kind that the plan says. */
export function checkPrograms(probe: string, object: OpenedObject, plan: AttachPlan): void {
  for (const [name, spec] of Object.entries(plan.programs).flatMap(([name, specs]) =>
    specs.map((spec) => [name, spec] as const),
  )) {
    const section = object.programs.find((program) => program.name === name)?.section;
    const expected = sectionPrefixes[spec.kind];
    if (section !== undefined && expected.includes(section.split("/")[0]?.replace(/\.s$/, "") ?? ""))
      continue;
    throw new ProbeError("ERR_CONTRACT", {
      probe,
      operation: "bind",
      object: `plan ${plan.name}, program ${name}`,
      message:
        section === undefined
          ? `not in the object; it has ${object.programs.map((program) => program.name).join(", ")}`
          : `expected SEC("${expected[0]}/…"), found SEC("${section}")`,
    });
  }
}

type Targets = readonly [AttachSpec, ...AttachSpec[]];

/** Leaves out what this kernel need not have, and says when too much is missing. */
function splitByTarget(probe: string, programs: AttachPlan["programs"], kernel: Kernel) {
  const present = new Map<string, Targets>();
  const absent: string[] = [];
  const missing = new Map<string, ProbeError>();
  const alternatives = new Set<string>();
  for (const [program, specs] of Object.entries(programs)) {
    const [first, ...others] = specs.filter((spec) => {
      const reason = whyNot(probe, program, spec, kernel);
      if (reason && !spec.optional && !spec.alternative) throw reason;
      if (spec.alternative && reason) missing.set(spec.alternative, reason);
      if (spec.alternative && !reason) alternatives.add(spec.alternative);
      return !reason;
    });
    if (first) present.set(program, [first, ...others]);
    else absent.push(program);
  }
  for (const [alternative, reason] of missing) if (!alternatives.has(alternative)) throw reason;
  return { present, absent };
}

/** Why a program cannot go to a target of this kernel, as far as that shows before it is loaded. */
function whyNot(probe: string, program: string, spec: AttachSpec, kernel: Kernel): ProbeError | undefined {
  const message = lackingFeature(spec.kind) ?? missingTarget(spec, kernel);
  if (message) {
    return new ProbeError("ERR_ATTACH", {
      probe,
      operation: "attach",
      object: `${program} to ${spec.target}`,
      message,
    });
  }
  try {
    argumentPositions(probe, program, spec, () => kernel.kernelBtf());
    return undefined;
  } catch (error) {
    if (error instanceof ProbeError) return error;
    throw error;
  }
}

/** Why a target is not there, in words; `undefined` when it is, or when only attaching tells. */
function missingTarget(spec: AttachSpec, kernel: Kernel): string | undefined {
  try {
    return targetExists(spec, kernel) === false ? "this kernel has no such target" : undefined;
  } catch (error) {
    if (!isKernelError(error) || (error.errno !== "EPERM" && error.errno !== "EACCES")) throw error;
    return `tracefs cannot be read (${error.errno}): mount it (mount -t tracefs tracefs /sys/kernel/tracing) and have CAP_DAC_READ_SEARCH, or have CAP_SYS_ADMIN`;
  }
}

/** What the contract says of maps must be about some that are there. */
export function setMaps(probe: AnyProbe, plan: AttachPlan, object: OpenedObject, options: unknown): void {
  const settings: Readonly<Record<string, MapSettings>> = probe.maps?.(options as never, plan.name) ?? {};
  for (const [name, { maxEntries }] of Object.entries(settings)) {
    if (!object.maps.some((map) => map.name === name)) {
      throw new ProbeError("ERR_CONTRACT", {
        probe: probe.name,
        operation: "configure",
        object: `map ${name}`,
        message: `not in the object; it has ${object.maps.map((map) => map.name).join(", ")}`,
      });
    }
    if (maxEntries !== undefined) object.setMaxEntries(name, maxEntries);
  }
}

/** Every object that includes probekit's headers has its own counters. */
export function requireLossStruct(probe: string, object: OpenedObject): BtfStruct {
  const struct = object.btf.struct("probekit_loss");
  if (struct) return struct;
  throw new ProbeError("ERR_CONTRACT", {
    probe,
    operation: "bind",
    message: "the object has no loss counters; include <probekit/probe.bpf.h>",
  });
}
