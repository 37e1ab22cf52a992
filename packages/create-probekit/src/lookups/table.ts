import { headerFile, kernelTestFile } from "../files/shared.js";
import type { Names } from "../parts.js";
import type { LookupOutput } from "./lookups.js";
import { programHead } from "./program.js";

/** How often each host name is looked up, counted in the kernel. */
export function table(names: Names): LookupOutput {
  return {
    summary: "Host names that programs look up, counted by name and command",
    header: header(names),
    program: program(names),
    programs: { on_lookup: "uprobe" },
    imports: ["integer", "table", "text"],
    outputs: outputs(names),
    kernelTest,
    description,
  };
}

const header = ({ name, id, ID }: Names) =>
  headerFile(
    name,
    `#define ${ID}_HOST_MAX 64

enum ${id}_event_type {
	${ID}_EVENT_HOSTS = 1,
};

struct ${id}_key {
	char comm[PROBE_COMM_LEN];
	char host[${ID}_HOST_MAX]; /* longer ones are cut, and counted together */
};
_Static_assert(sizeof(struct ${id}_key) == 80, "struct ${id}_key");

struct ${id}_row {
	__u64 lookups;
};
_Static_assert(sizeof(struct ${id}_row) == 8, "struct ${id}_row");
`,
  );

const program = (names: Names) => `${programHead(
  names,
  "Counts the host names that getaddrinfo() is asked for.",
)}
PROBE_EVENT_TYPES(${names.id}_event_type);

/* Names between two readings; what finds no room is counted as lost. */
PROBE_TABLE(hosts, struct ${names.id}_key, struct ${names.id}_row, 4096);

/* int getaddrinfo(const char *node, …) */
SEC("uprobe")
int on_lookup(struct pt_regs *ctx)
{
	const char *host = (const char *)probe_function_arg(ctx, 0);
	struct ${names.id}_key key = {};
	struct ${names.id}_row *row;
	bool is_new;

	/* Without a name it is asked for a service alone. */
	if (!host || !probe_filter())
		return 0;
	bpf_get_current_comm(key.comm, sizeof(key.comm));
	if (bpf_probe_read_user_str(key.host, sizeof(key.host), host) < 0)
		probe_count_loss(unreadable);
	row = probe_table_row(hosts, &key, &is_new);
	if (row)
		__sync_fetch_and_add(&row->lookups, 1);
	return 0;
}
`;

const outputs = ({ id }: Names) => `  events: {},
  tables: {
    hosts: table(
      { key: "${id}_key", value: "${id}_row" },
      "Host names that were looked up, by command.",
      {
        comm: text({ describe: "name of the thread that asked" }),
        host: text({ describe: "the name, or an address in text; at most 63 bytes of it" }),
        lookups: integer({ describe: "how often it was asked for" }),
      },
      { orders: { lookups: ["lookups"] } },
    ),
  },
  columns: {
    hosts: [
      { field: "lookups", width: 8, align: "right" },
      { field: "comm", width: 15 },
      { field: "host" },
    ],
  },
`;

const kernelTest = kernelTestFile(`kernelTest(
  "a host name that is looked up is counted",
  { kernel, probe, command: ["getent", "ahosts", "localhost"] },
  async ({ release, session }) => {
    await release();
    const [hosts] = session.snapshot();
    expect(hosts?.rows).toMatchObject([{ comm: "getent", host: "localhost", lookups: 1 }]);
  },
);
`);

const description = `## Table \`hosts\`

Host names that were looked up, by command. Ordered by lookups (\`--sort\`). Beside \`probe\`, \`event\` and \`time\`:

| field | type |  |
| --- | --- | --- |
| \`intervalMs\` | number | length of the interval, in milliseconds |
| \`comm\` | string | name of the thread that asked |
| \`host\` | string | the name, or an address in text; at most 63 bytes of it |
| \`lookups\` | integer | how often it was asked for |
`;
