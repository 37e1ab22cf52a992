import { commonFields, headerFile, kernelTestFile } from "../files/shared.js";
import type { Names } from "../parts.js";
import type { LookupOutput } from "./lookups.js";
import { programHead } from "./program.js";

/** Each host name that is looked up: a record with a string. */
export function event(names: Names): LookupOutput {
  return {
    summary: "Host names that programs look up",
    header: header(names),
    program: program(names),
    programs: { on_lookup: "uprobe" },
    imports: ["flag", "record", "string"],
    outputs: outputs(names),
    kernelTest,
    description,
  };
}

const header = ({ name, id, ID }: Names) =>
  headerFile(
    name,
    `enum ${id}_event_type {
	${ID}_EVENT_LOOKUP = 1,
};

struct ${id}_lookup {
	struct probe_header header;   /* when */
	struct probe_context context; /* who */
	struct probe_data host;       /* in the record's tail */
};
_Static_assert(sizeof(struct ${id}_lookup) == 88, "struct ${id}_lookup");
`,
  );

const program = (
  names: Names,
) => `${programHead(names, "Tells of each host name that getaddrinfo() is asked for.")}
PROBE_RECORD(${names.id}_lookup);
PROBE_EVENT_TYPES(${names.id}_event_type);

/* The longest name that DNS has is 253 bytes. */
#define HOST_MAX 255

/* int getaddrinfo(const char *node, …) */
SEC("uprobe")
int on_lookup(struct pt_regs *ctx)
{
	const char *host = (const char *)probe_function_arg(ctx, 0);
	struct probe_scratch *scratch;
	struct ${names.id}_lookup *event;

	/* Without a name it is asked for a service alone. */
	if (!host || !probe_filter())
		return 0;
	scratch = probe_record_begin(sizeof(*event), ${names.ID}_EVENT_LOOKUP);
	if (!scratch)
		return 0;
	event = (struct ${names.id}_lookup *)scratch->record;
	probe_fill_context(&event->context);
	event->host = probe_append_user_str(scratch, host, HOST_MAX);
	probe_record_submit(scratch);
	return 0;
}
`;

const outputs = ({ id }: Names) => `  events: {
    lookup: record("${id}_lookup", "A host name is looked up.", {
      host: string({ describe: "the name, or an address in text" }),
      unreadable: flag("PROBE_FLAG_UNREADABLE", { describe: "whether the name could not be read" }),
    }),
  },
  columns: {
    lookup: [
      { field: "pid", width: 7, align: "right" },
      { field: "comm", width: 15 },
      { field: "host" },
    ],
  },
`;

const kernelTest = kernelTestFile(`kernelTest(
  "a host name that is looked up is told",
  { kernel, probe, command: ["getent", "ahosts", "localhost"] },
  async ({ release, event }) => {
    const { pid } = await release();
    expect(await event({ pid })).toMatchObject({ comm: "getent", host: "localhost", unreadable: false });
  },
);
`);

const description = `## Event \`lookup\`

A host name is looked up. Beside the fields of every event (${commonFields}):

| field | type |  |
| --- | --- | --- |
| \`host\` | string | the name, or an address in text |
| \`unreadable\` | boolean | whether the name could not be read |
`;
