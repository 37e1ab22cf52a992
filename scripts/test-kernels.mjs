// Boots Debian's kernels in QEMU and runs the kernel tests in each, those of a probe once per attach plan
// and once over all of them, where it has a test that they tell the same.
// `npm run test:kernels -- [--kernel 5.10]… [--plan NAME | --equality] [--jobs N] [--list] [--smoke] [--resume] [PROBE…]`
//
// A guest has one processor of this machine to itself; as many run at a time as there are.
//
// `--resume` takes over what has not failed in earlier runs of the same sources.
//
// A run of everything also writes docs/kernels.md. `--smoke` is for every change: on one kernel that takes
// nearly all plans, it loads and attaches each, and runs the tests of one probe by a plan that the machine
// at hand may refuse.
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { cellsOf, titleOf } from "./kernels/cells.mjs";
import { defaultFamilies, ensureImage, findKernels, smokeFamilies } from "./kernels/images.mjs";
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
    jobs: { type: "string", default: String(availableParallelism()) },
    list: { type: "boolean", default: false },
    smoke: { type: "boolean", default: false },
    resume: { type: "boolean", default: false },
  },
});

await main(async () => {
  if (process.getuid?.() !== 0) throw new Error("needs root: the guests use this machine's file system");
  await prepare();
  const every = cellsOf({ plan: asked.plan, equality: asked.equality, names });
  const cells = asked.smoke ? smokeCells(every) : every;
  const kernels = await findKernels(asked.kernel ?? (asked.smoke ? smokeFamilies : defaultFamilies));
  if (asked.list) return list(kernels, cells);

  await ensureQemu();
  const images = [];
  for (const kernel of kernels) images.push(await ensureImage(kernel));
  const runs = await inParallel(Math.max(1, Number(asked.jobs) || 1), kernels, async (kernel, index) => ({
    kernel,
    results: await runCells(kernel, images[index], cells, asked),
  }));
  console.log(`\n${renderTable(runs)}`);
  if (isEverything()) writePage(runs);
  return conclude(runs);
});

/** Like `Promise.all` of a map, with at most `most` of them at a time. */
async function inParallel(most, items, work) {
  const results = [];
  const waiting = [...items.entries()];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, item] = next;
      results[index] = await work(item, index);
    }
  };
  await Promise.all(Array.from({ length: most }, worker));
  return results;
}

function isEverything() {
  return !asked.kernel && !asked.plan && !asked.equality && !asked.smoke && names.length === 0;
}

/** Each plan is tried; tests are run of one. */
function smokeCells(cells) {
  return cells.filter(({ plan }) => plan).map((cell) => ({ ...cell, trialOnly: !isSmokeTest(cell) }));
}

/** The quickest tests of all that are of a plan by functions. */
function isSmokeTest({ name, plan }) {
  return name === "open" && plan === "fentry";
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
