// Boots Debian's kernels in QEMU and runs the kernel tests in each, those of a probe once per attach plan
// and once over all of them, where it has a test that they tell the same.
// `npm run test:kernels -- [--kernel 5.10]… [--plan NAME | --equality] [--list] [PACKAGE…]`
//
// A run of everything also writes docs/kernels.md.
import { parseArgs } from "node:util";
import { cellsOf, titleOf } from "./kernels/cells.mjs";
import { defaultFamilies, ensureImage, findKernels } from "./kernels/images.mjs";
import { runCells } from "./kernels/matrix.mjs";
import { writePage } from "./kernels/page.mjs";
import { renderTable } from "./kernels/table.mjs";
import { ensureQemu } from "./kernels/tools.mjs";
import { prepare } from "./lib/prepare.mjs";
import { main, say } from "./lib/run.mjs";

const { values: asked, positionals: names } = parseArgs({
  allowPositionals: true,
  options: {
    kernel: { type: "string", multiple: true },
    plan: { type: "string" },
    equality: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
  },
});

await main(async () => {
  if (process.getuid?.() !== 0) throw new Error("needs root: the guests use this machine's file system");
  await prepare();
  const cells = cellsOf({ plan: asked.plan, equality: asked.equality, names });
  const kernels = await findKernels(asked.kernel ?? defaultFamilies);
  if (asked.list) return list(kernels, cells);

  await ensureQemu();
  const runs = [];
  for (const kernel of kernels) {
    const image = await ensureImage(kernel);
    runs.push({ kernel, results: await runCells(kernel, image, cells) });
  }
  console.log(`\n${renderTable(runs)}`);
  if (isEverything()) writePage(runs);
  return conclude(runs);
});

function isEverything() {
  return !asked.kernel && !asked.plan && !asked.equality && names.length === 0;
}

function list(kernels, cells) {
  for (const { family, version } of kernels) console.log(`${family.padEnd(8)} ${version}`);
  for (const cell of cells) console.log(titleOf(cell));
}

/** The exit status: refusals are results, failures are not. */
function conclude(runs) {
  const failures = runs.flatMap(({ kernel, results }) =>
    results
      .filter(({ outcome }) => outcome === "fails")
      .map((result) => `Linux ${kernel.family}: ${titleOf(result)}: ${result.reason}`),
  );
  for (const failure of failures) say(failure);
  return failures.length > 0 ? 1 : 0;
}
