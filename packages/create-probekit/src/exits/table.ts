import { headerFile, kernelTestFile } from "../files/shared.js";
import type { Names } from "../parts.js";
import type { ExitOutput } from "./exits.js";
import { optionsCode, optionsDescription, programHead } from "./program.js";

/** How many processes have ended, by command; counted in the kernel. */
export function table(names: Names): ExitOutput {
  return {
    summary: "Processes that have ended, counted by command",
    header: header(names),
    body: body(names),
    imports: ["durationMs", "integer", "table", "text"],
    options: optionsCode,
    outputs: outputs(names),
    kernelTest,
    description,
  };
}

const header = ({ name, id, ID }: Names) =>
  headerFile(
    name,
    `enum ${id}_event_type {
	${ID}_EVENT_COMMANDS = 1,
};

struct ${id}_key {
	char comm[PROBE_COMM_LEN];
};
_Static_assert(sizeof(struct ${id}_key) == 16, "struct ${id}_key");

struct ${id}_row {
	__u64 ended;
	__u64 failed;
	__u64 lived_ns; /* all together */
};
_Static_assert(sizeof(struct ${id}_row) == 24, "struct ${id}_row");
`,
  );

const body = (names: Names) => `${programHead(
  names,
  "Counts the processes that end, by command.",
  `PROBE_EVENT_TYPES(${names.id}_event_type);

/* Commands between two readings; what finds no room is counted as lost. */
PROBE_TABLE(commands, struct ${names.id}_key, struct ${names.id}_row, 4096);
`,
)}
/* As wait() has it: 0 for success. */
static __always_inline int process_ends(int status)
{
	struct ${names.id}_key key = {};
	struct ${names.id}_row *row;
	bool is_new;

	if (!is_first_thread() || (failed_only && !status) || !probe_filter())
		return 0;
	bpf_get_current_comm(key.comm, sizeof(key.comm));
	row = probe_table_row(commands, &key, &is_new);
	if (!row)
		return 0;
	__sync_fetch_and_add(&row->ended, 1);
	__sync_fetch_and_add(&row->lived_ns, lived_ns());
	if (status)
		__sync_fetch_and_add(&row->failed, 1);
	return 0;
}
`;

const outputs = ({ id }: Names) => `  events: {},
  tables: {
    commands: table(
      { key: "${id}_key", value: "${id}_row" },
      "Processes that have ended, by command.",
      {
        comm: text({ describe: "name of the command" }),
        ended: integer({ describe: "processes that have ended" }),
        failed: integer({ describe: "those of them that had another status than 0" }),
        livedMs: durationMs({ from: "lived_ns", describe: "how long they lived together, in milliseconds" }),
      },
      { orders: { ended: ["ended"], failed: ["failed"], lived: ["livedMs"] } },
    ),
  },
  columns: {
    commands: [
      { field: "comm", width: 15 },
      { field: "ended", width: 8, align: "right" },
      { field: "failed", width: 8, align: "right" },
      { field: "livedMs", title: "LIVED", width: 10, align: "right", unit: "ms" },
    ],
  },
`;

const kernelTest = kernelTestFile(`kernelTest(
  "a process that ends is counted under its command",
  { kernel, probe, command: ["sh", "-c", "exit 3"] },
  async ({ release, session }) => {
    await release();
    const [commands] = session.snapshot();
    expect(commands?.rows).toMatchObject([{ comm: "sh", ended: 1, failed: 1 }]);
  },
);
`);

const description = `${optionsDescription}
## Table \`commands\`

Processes that have ended, by command. Ordered by ended, failed, lived (\`--sort\`). Beside \`probe\`, \`event\` and \`time\`:

| field | type |  |
| --- | --- | --- |
| \`intervalMs\` | number | length of the interval, in milliseconds |
| \`comm\` | string | name of the command |
| \`ended\` | integer | processes that have ended |
| \`failed\` | integer | those of them that had another status than 0 |
| \`livedMs\` | number | how long they lived together, in milliseconds |
`;
