import type { Btf, BtfStruct } from "../../src/kernel/btf.js";
import type { OpenedObject } from "../../src/kernel/kernel.js";
import { FakeKernel as AnyFakeKernel, type Parser } from "../../src/testing/fake/fake-kernel.js";
import { btf, cgroupRecord, context, header, logRecord, struct, u8, u16, u32, u64 } from "./btf.js";

export { kernelError } from "../../src/testing/fake/fake-kernel.js";

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

/** What a kernel of two objects would have parsed: core's own, and that of a probe `demo`. */
const parser: Parser = {
  openObject: (_image, { name }) => {
    const { btf: types, programs } = objects[name] ?? { btf: btf({}), programs: [] };
    return { name, programs, maps: [], btf: types, close: () => {} } as unknown as OpenedObject;
  },
  kernelBtf: () => kernelBtf,
};

/** A kernel that takes everything, for {@link demo} of demo.ts. */
export class FakeKernel extends AnyFakeKernel {
  constructor() {
    super(parser);
  }
}
