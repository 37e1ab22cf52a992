import type { Btf, BtfStruct } from "../../src/kernel/btf.js";
import type {
  BpfMap,
  Kernel,
  KernelError,
  LoadedObject,
  OpenedObject,
  RingOptions,
} from "../../src/kernel/kernel.js";
import { btf, cgroupRecord, context, header, logRecord, struct, u8, u16, u32, u64 } from "./btf.js";
import { FakeRing } from "./ring.js";

/** What a {@link Kernel} throws. */
export function kernelError(errno: string): KernelError {
  return Object.assign(new Error(`${errno}: refused`), { errno, syscall: "fake", log: "" });
}

const lossStruct = struct("probekit_loss", { ring_full: u64, truncated: u64 });
const config = struct("probekit_config", {
  probe: u16,
  namespaces: u16,
  filter_enabled: u32,
  filter_negated: u32,
  pid_ns: u32,
  pid_ns_level: u32,
  cgroups: u32,
  containers: u32,
  scope: u32,
  events_off: u64,
});
const called = struct("demo_called", { header, context, number: u64 });

const variables = [
  { name: "probekit_config", section: ".rodata", offsetBytes: 0, type: config },
  ...["probekit_arg_follow_fork_parent", "probekit_arg_follow_fork_child"].map((name, index) => ({
    name,
    section: ".rodata",
    offsetBytes: 12 + index,
    type: u8,
  })),
];
const own = (structs: readonly BtfStruct[]): Btf =>
  btf({
    structs: [lossStruct, ...structs],
    variables,
    enums: [{ name: "demo_event_type", sizeBytes: 4, values: [{ name: "DEMO_EVENT_CALLED", value: 1n }] }],
  });

const objects: Record<string, { btf: Btf; programs: { name: string; section: string }[] }> = {
  session: {
    btf: own([logRecord, cgroupRecord]),
    programs: [
      { name: "follow_fork", section: "tp_btf/sched_process_fork" },
      { name: "follow_exec", section: "tp_btf/sched_process_exec" },
      { name: "follow_exit", section: "tp_btf/sched_process_exit" },
    ],
  },
  demo: { btf: own([called]), programs: [{ name: "on_call", section: "tracepoint" }] },
};

const task = { name: "", type: "struct task_struct *" };
const kernelBtf = btf({
  tracepoints: [
    { name: "sched_process_fork", parameters: [task, task], returnType: "void" },
    { name: "sched_process_exit", parameters: [task], returnType: "void" },
  ],
});

/**
 * A kernel that takes everything, and knows what is open. Has two objects: core's own, and
 * that of a probe `demo`.
 */
export class FakeKernel implements Kernel {
  /** What is open, in the order of opening. */
  readonly open = new Set<string>();
  /** Everything that was called, in order: `demo attach on_call`. */
  readonly calls: string[] = [];
  /** May throw in place of any call. */
  onCall: (call: string, index: number) => void = () => {};
  /** Totals of `ring_full` and `truncated`, by object. */
  readonly losses: Record<string, readonly [number, number]> = {};
  /** What programs return that are run by hand. */
  runResult = 0;
  ring: FakeRing | undefined;
  #handles = 0;

  #call(call: string): void {
    this.calls.push(call);
    this.onCall(call, this.calls.length - 1);
  }

  /** Something that is open until it is closed, also when closing it throws. */
  #handle(name: string) {
    const handle = `${name} #${this.#handles++}`;
    this.open.add(handle);
    return {
      close: () => {
        const wasOpen = this.open.delete(handle);
        if (wasOpen) this.#call(`${name} close`);
      },
    };
  }

  openObject(_image: Uint8Array, { name }: { readonly name: string }): OpenedObject {
    this.#call(`${name} open`);
    const { btf: types, programs } = objects[name] ?? { btf: btf({}), programs: [] };
    const configure = (what: string) => () => this.#call(`${name} ${what}`);
    return {
      name,
      programs,
      maps: [],
      btf: types,
      setAutoload: configure("setAutoload"),
      setAttachTarget: configure("setAttachTarget"),
      setMaxEntries: configure("setMaxEntries"),
      reuseMap: configure("reuseMap"),
      setData: configure("setData"),
      load: () => this.#load(name),
      ...this.#handle(`${name} object`),
    };
  }

  #load(name: string): LoadedObject {
    this.#call(`${name} load`);
    return {
      name,
      attach: (program) => {
        this.#call(`${name} attach ${program}`);
        return this.#handle(`${name} link ${program}`);
      },
      map: (map) => this.#map(name, map),
      run: (program) => {
        this.#call(`${name} run ${program}`);
        return this.runResult;
      },
      programStats: () => {
        this.#call(`${name} programStats`);
        return [];
      },
      ...this.#handle(`${name} loaded`),
    };
  }

  #map(object: string, name: string): BpfMap {
    this.#call(`${object} map ${name}`);
    return {
      info: { name, type: "array", keySizeBytes: 4, valueSizeBytes: 16, maxEntries: 1 },
      lookup: () => {
        const bytes = Buffer.alloc(16);
        const [ringFull, truncated] = this.losses[object] ?? [0, 0];
        bytes.writeBigUInt64LE(BigInt(ringFull), 0);
        bytes.writeBigUInt64LE(BigInt(truncated), 8);
        return bytes;
      },
      update: () => this.#call(`${object} map ${name} update`),
      delete: () => false,
      keys: () => [],
      entries: () => ({ count: 0, keys: Buffer.alloc(0), values: Buffer.alloc(0) }),
      drain: () => ({ count: 0, keys: Buffer.alloc(0), values: Buffer.alloc(0) }),
      setInner: () => this.#call(`${object} map ${name} setInner`),
      ...this.#handle(`${object} map ${name}`),
    };
  }

  kernelBtf(): Btf {
    return kernelBtf;
  }

  hasTracepoint(): boolean {
    return true;
  }

  openRing(_ring: BpfMap, options: RingOptions): FakeRing {
    this.#call("ring open");
    const ring = new FakeRing(options);
    const { close } = this.#handle("ring");
    ring.close = () => {
      ring.closed = true;
      close();
    };
    this.ring = ring;
    return ring;
  }

  clocks() {
    this.#call("clocks");
    return { bootNs: 0n, realNs: 0n };
  }
}
