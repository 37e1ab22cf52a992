// Runs Debian's tracing tools and our probes beside workloads whose truth is known, in QEMU, and prints
// what each reported. `node scripts/compare-tools.mjs [--kernel 6.1] [--verbose] [PAIR…]`
//
// A run of everything also writes docs/comparison.md. The status is not 0 when a tool could not be run.
import { parseArgs } from "node:util";
import { ensureHeaders } from "./compare/headers.mjs";
import { ensurePeers } from "./compare/packages.mjs";
import { renderTables, writePage } from "./compare/page.mjs";
import { pairs } from "./compare/pairs/index.mjs";
import { guestEnvironment } from "./kernels/environment.mjs";
import { ensureImage, findKernels } from "./kernels/images.mjs";
import { initramfs } from "./kernels/initramfs.mjs";
import { boot } from "./kernels/machine.mjs";
import { ensureQemu } from "./kernels/tools.mjs";
import { root } from "./lib/paths.mjs";
import { prepare } from "./lib/prepare.mjs";
import { main, say } from "./lib/run.mjs";

const timeoutMs = 30 * 60 * 1000;

const { values: asked, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kernel: { type: "string", default: "6.1" },
    verbose: { type: "boolean", default: false },
  },
});

await main(async () => {
  if (process.getuid?.() !== 0) throw new Error("needs root: the guest uses this machine's file system");
  const names = pairsAsked();
  await prepare();
  await ensureQemu();
  await ensurePeers();
  const [kernel] = await findKernels([asked.kernel]);
  const compared = await runInGuest(kernel, names);
  console.log(`\n${renderTables(compared).join("\n")}`);
  if (positionals.length === 0) writePage(kernel, compared);
  return conclude(compared);
});

function pairsAsked() {
  const names = pairs.map(({ name }) => name);
  const unknown = positionals.filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new Error(`nothing to compare is called ${unknown}; there are ${names.join(", ")}`);
  return positionals.length > 0 ? positionals : names;
}

/** @returns what the guest reported of each pair */
async function runInGuest(kernel, names) {
  const image = await ensureImage(kernel);
  const headers = await ensureHeaders(kernel);
  const job = {
    ...{ root, script: "scripts/compare/guest.mjs", env: guestEnvironment() },
    ...{ pairs: names, headers, verbose: asked.verbose },
  };
  say(`probekit: booting Linux ${kernel.family} (${kernel.version})`);
  const reports = [];
  const log = await boot({
    ...{ vmlinuz: image.vmlinuz, initrd: initramfs(image, job, {}), folders: [headers], timeoutMs },
    onMessage: (message) => {
      if (message.type === "output") process.stderr.write(message.text);
      else reports.push(message);
    },
  });
  if (!reports.some(({ type }) => type === "done"))
    throw new Error(`the guest ended before it was done\n${log}`);
  return reports.filter(({ type }) => type === "pair");
}

/** The exit status: what a tool misses is a result, a tool that cannot be run is not. */
function conclude(compared) {
  const failed = compared.flatMap(({ results }) => results.filter(({ failure }) => failure));
  for (const { tool, failure } of failed) say(`${tool} was not run: ${failure}`);
  return failed.length > 0 ? 1 : 0;
}
