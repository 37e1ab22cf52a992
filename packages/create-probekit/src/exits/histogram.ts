import { headerFile, kernelTestFile } from "../files/shared.js";
import type { Names } from "../parts.js";
import type { ExitOutput } from "./exits.js";
import { optionsCode, optionsDescription, programHead } from "./program.js";

/** How long processes lived, as a distribution that the kernel counts. */
export function histogram(names: Names): ExitOutput {
  return {
    summary: "How long processes lived, as a distribution",
    header: header(names),
    body: body(names),
    imports: ["histogram"],
    options: optionsCode,
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
	${ID}_SUCCEEDED,
	${ID}_FAILED,
};
#define ${ID}_OUTCOMES (${ID}_FAILED + 1)
`,
  );

const body = (names: Names) => `${programHead(
  names,
  "Counts how long processes lived, by powers of two.",
  `PROBE_ENUM(${names.id}_outcome);
PROBE_HISTOGRAM(lifetime, ${names.ID}_OUTCOMES);
`,
)}
/* As wait() has it: 0 for success. */
static __always_inline int process_ends(int status)
{
	if (!is_first_thread() || (failed_only && !status) || !probe_filter())
		return 0;
	probe_histogram_add(lifetime, status ? ${names.ID}_FAILED : ${names.ID}_SUCCEEDED, lived_ns());
	return 0;
}
`;

const outputs = ({ id }: Names) => `  events: {},
  columns: {},
  histograms: {
    lifetime: histogram("How long processes lived.", { unit: "ns", groups: "${id}_outcome" }),
  },
`;

const kernelTest = kernelTestFile(`kernelTest(
  "a process that ends is counted by how it ended",
  { kernel, probe, command: ["sh", "-c", "exit 3"] },
  async ({ release, session }) => {
    await release();
    const [lifetime] = session.histograms();
    expect(lifetime?.groups).toMatchObject([{ name: "failed", count: 1 }]);
  },
);
`);

const description = `${optionsDescription}
## Histogram \`lifetime\`

How long processes lived. In powers of two, unit: ns.
`;
