// A kernel's headers, which bcc compiles its tools against in the guest.
import { cpSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { exactDependenciesOf } from "../kernels/apt.mjs";
import { cacheFolder } from "../kernels/cache.mjs";
import { unpackInto } from "../kernels/images.mjs";
import { say } from "../lib/run.mjs";

/** Depends on the headers of the kernel with the same version. */
const metapackage = "linux-headers-cloud-amd64";
const headerPackage = /^linux-headers-\d/;

/**
 * Downloads a kernel's headers unless they are there. Debian has those of an architecture and
 * those that all share in two trees; bcc, told where to look, knows one: the first are laid over
 * the second.
 *
 * @param kernel of `findKernels`
 * @returns the tree's folder, for `BCC_KERNEL_SOURCE`
 */
export async function ensureHeaders({ family, version }) {
  const tree = join(cacheFolder("headers"), version);
  if (existsSync(tree)) return tree;
  say(`probekit: downloading the headers of Linux ${family} (${version})`);
  const unpacked = mkdtempSync(`${tree}.debs-`);
  const fresh = mkdtempSync(`${tree}.new-`);
  try {
    const packages = join(unpacked, "packages");
    await unpackInto(packages, await headerPackages({ name: metapackage, version }));
    const sources = join(packages, "usr", "src");
    const names = readdirSync(sources).filter((name) => headerPackage.test(name));
    for (const name of names.sort(commonFirst)) {
      // Links to build scripts, which are in yet another package and not needed, lead nowhere: existsSync() follows.
      cpSync(join(sources, name), fresh, { recursive: true, verbatimSymlinks: true, filter: existsSync });
    }
    renameSync(fresh, tree);
  } finally {
    for (const used of [unpacked, fresh]) rmSync(used, { recursive: true, force: true });
  }
  return tree;
}

function commonFirst(a, b) {
  return Number(b.endsWith("-common")) - Number(a.endsWith("-common"));
}

async function headerPackages(parent) {
  const own = (await exactDependenciesOf(parent)).filter(({ name }) => headerPackage.test(name));
  return [...own, ...(await Promise.all(own.map(headerPackages))).flat()];
}
