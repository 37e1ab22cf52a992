import { headerFile, kernelTestFile } from "../files/shared.js";
import type { Names } from "../parts.js";
import type { LookupOutput } from "./lookups.js";
import { programHead } from "./program.js";

/** How long lookups take, as a distribution that the kernel counts: a call's beginning and its end. */
export function histogram(names: Names): LookupOutput {
  return {
    summary: "How long programs wait for the addresses of host names, as a distribution",
    header: header(names),
    program: program(names),
    programs: { on_lookup: "uprobe", on_answer: "uretprobe" },
    imports: ["histogram"],
    outputs: outputs(names),
    kernelTest,
    description,
  };
}

const header = ({ name, id, ID }: Names) =>
  headerFile(
    name,
    `/* Each has a distribution of its own. */
enum ${id}_outcome {
	${ID}_FOUND,
	${ID}_FAILED,
};
#define ${ID}_OUTCOMES (${ID}_FAILED + 1)
`,
  );

const program = (names: Names) => `${programHead(
  names,
  "Counts how long getaddrinfo() takes, by powers of two.",
)}
PROBE_ENUM(${names.id}_outcome);
PROBE_HISTOGRAM(latency, ${names.ID}_OUTCOMES);

/* When threads asked, by tid. A thread that finds no room is counted as lost. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, __u32);
	__type(value, __u64);
} asked SEC(".maps");

SEC("uprobe")
int on_lookup(struct pt_regs *ctx)
{
	__u32 tid = (__u32)bpf_get_current_pid_tgid();
	__u64 now_ns = bpf_ktime_get_boot_ns();

	if (probe_filter() && bpf_map_update_elem(&asked, &tid, &now_ns, BPF_ANY))
		probe_count_loss(map_full);
	return 0;
}

/* 0, or one of the EAI_ errors. */
SEC("uretprobe")
int on_answer(struct pt_regs *ctx)
{
	__u32 tid = (__u32)bpf_get_current_pid_tgid();
	__u64 *asked_ns = bpf_map_lookup_elem(&asked, &tid);

	if (!asked_ns)
		return 0;
	probe_histogram_add(latency, (int)probe_result(ctx) ? ${names.ID}_FAILED : ${names.ID}_FOUND,
			    bpf_ktime_get_boot_ns() - *asked_ns);
	bpf_map_delete_elem(&asked, &tid);
	return 0;
}
`;

const outputs = ({ id }: Names) => `  events: {},
  columns: {},
  histograms: {
    latency: histogram("How long a lookup took.", { unit: "ns", groups: "${id}_outcome" }),
  },
`;

const kernelTest = kernelTestFile(`kernelTest(
  "a lookup is counted by its outcome",
  { kernel, probe, command: ["getent", "ahosts", "localhost"] },
  async ({ release, session }) => {
    await release();
    const [latency] = session.histograms();
    expect(latency?.groups).toMatchObject([{ name: "found", count: 1 }]);
  },
);
`);

const description = `## Histogram \`latency\`

How long a lookup took. In powers of two, unit: ns.
`;
