import { commonFields, headerFile, kernelTestFile } from "../files/shared.js";
import type { Names } from "../parts.js";
import type { ExitOutput } from "./exits.js";
import { optionsCode, optionsDescription, programHead } from "./program.js";

/** Each process that ends. */
export function event(names: Names): ExitOutput {
  return {
    summary: "Processes that end, with their status and how long they lived",
    header: header(names),
    body: body(names),
    imports: ["durationMs", "integer", "mapped", "record", "signalName"],
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
	${ID}_EVENT_EXITED = 1,
};

struct ${id}_exited {
	struct probe_header header;   /* when */
	struct probe_context context; /* who */
	__u64 lived_ns;
	__u32 code;
	__u32 signal; /* 0: it was not killed */
};
_Static_assert(sizeof(struct ${id}_exited) == 96, "struct ${id}_exited");
`,
  );

const body = (names: Names) => `${programHead(
  names,
  "Tells of each process that ends.",
  `PROBE_RECORD(${names.id}_exited);
PROBE_EVENT_TYPES(${names.id}_event_type);
`,
)}
/* As wait() has it: the signal in the lowest 7 bits, the code that exit() was given above the 8th. */
static __always_inline int process_ends(int status)
{
	struct ${names.id}_exited *event;

	if (!is_first_thread() || (failed_only && !status) || !probe_filter())
		return 0;
	event = probe_reserve(struct ${names.id}_exited, ${names.ID}_EVENT_EXITED);
	if (!event)
		return 0;
	probe_fill_context(&event->context);
	event->lived_ns = lived_ns();
	event->code = status >> 8 & 0xff;
	event->signal = status & 0x7f;
	probe_submit(event);
	return 0;
}
`;

const outputs = ({ id }: Names) => `  events: {
    exited: record("${id}_exited", "A process has ended.", {
      code: integer({ describe: "what it gave to exit(), 0 if it was killed" }),
      signal: mapped(
        integer({ describe: "what killed it, null if nothing did" }),
        { type: ["string", "null"] },
        (signal) => (signal === 0 ? null : signalName(signal)),
      ),
      livedMs: durationMs({ from: "lived_ns", describe: "how long it lived, in milliseconds" }),
    }),
  },
  columns: {
    exited: [
      { field: "pid", width: 7, align: "right" },
      { field: "comm", width: 15 },
      { field: "code", width: 4, align: "right" },
      { field: "signal", width: 9 },
      { field: "livedMs", title: "LIVED" },
    ],
  },
`;

const kernelTest = kernelTestFile(`kernelTest(
  "a process that ends is told with what it gave to exit()",
  { kernel, probe, command: ["sh", "-c", "exit 3"] },
  async ({ release, event }) => {
    const { pid } = await release();
    expect(await event({ pid })).toMatchObject({ comm: "sh", code: 3, signal: null });
  },
);

kernelTest(
  "a process that was killed is told with the signal",
  { kernel, probe, command: ["sh", "-c", "kill -TERM $$"] },
  async ({ release, event }) => {
    const { pid } = await release();
    expect(await event({ pid })).toMatchObject({ code: 0, signal: "SIGTERM" });
  },
);
`);

const description = `${optionsDescription}
## Event \`exited\`

A process has ended. Beside the fields of every event (${commonFields}):

| field | type |  |
| --- | --- | --- |
| \`code\` | integer | what it gave to exit(), 0 if it was killed |
| \`signal\` | string or null | what killed it, null if nothing did |
| \`livedMs\` | number | how long it lived, in milliseconds |
`;
