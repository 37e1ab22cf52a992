import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { say } from "../lib/run.mjs";
import { download, exactDependenciesOf, noKernels, updateLists, versionsOf } from "./apt.mjs";
import { cacheFolder } from "./cache.mjs";

/** The oldest kernel that probekit supports, the long-term ones that Debian ships, and the newest there is. */
export const defaultFamilies = ["5.10", "6.1", "6.12", "newest"];

/** Debian 12's own: kprobes, fentry and BTF of modules, and no tracepoints that came later. */
export const smokeFamilies = ["6.1"];

/** Depends on whatever the current kernel of its suite is called. */
const metapackage = "linux-image-cloud-amd64";

/** From Linux 6.19 on `linux-image-*` is empty and depends on the other two. */
const kernelPackage = /^linux-(image|binary|modules)-\d/;

/**
 * Finds the packages of kernels in Debian's suites.
 *
 * @param families `5.10` for the newest 5.10.x that is there, `newest` for the newest of all
 * @returns `{ family, version }[]`, `version` being the package's
 */
export async function findKernels(families) {
  const complaint = await updateLists();
  const versions = await versionsOf(metapackage);
  const kernels = families.map((family) => ({ family, version: versions.find(isOf(family)) }));
  const missing = kernels.filter(({ version }) => !version).map(({ family }) => family);
  if (missing.length === 0) return kernels.map(named);
  const found = versions.join(", ") || "none";
  throw noKernels(
    `Debian's suites have no Linux ${missing.join(", ")}; there are: ${found}\n${complaint}`.trim(),
  );
}

function isOf(family) {
  return (version) =>
    family === "newest" || version.startsWith(`${family}.`) || version.startsWith(`${family}~`);
}

/** `newest` is called by what it turned out to be. */
function named({ family, version }) {
  return { family: family === "newest" ? /^\d+\.\d+/.exec(version)[0] : family, version };
}

/**
 * Downloads and unpacks a kernel unless it is there already.
 *
 * @returns `{ vmlinuz, modules }`: the kernel's file, and the folder of its modules
 */
export async function ensureImage({ family, version }) {
  const folder = join(cacheFolder("unpacked"), version);
  if (!existsSync(folder)) {
    say(`probekit: downloading Linux ${family} (${version})`);
    await unpackInto(folder, await kernelPackages({ name: metapackage, version }));
  }
  return { vmlinuz: findVmlinuz(folder), modules: findModules(folder) };
}

async function kernelPackages(parent) {
  const dependencies = await exactDependenciesOf(parent);
  const own = dependencies.filter(({ name }) => kernelPackage.test(name));
  return [...own, ...(await Promise.all(own.map(kernelPackages))).flat()];
}

/** Downloads packages and unpacks them; under another name first: a folder that is there is whole. */
export async function unpackInto(folder, packages) {
  const fresh = mkdtempSync(`${folder}.new-`);
  const debs = mkdtempSync(`${folder}.debs-`);
  try {
    await download(packages, debs);
    for (const deb of readdirSync(debs)) execFileSync("dpkg-deb", ["-x", join(debs, deb), fresh]);
    renameSync(fresh, folder);
  } finally {
    for (const used of [fresh, debs]) rmSync(used, { recursive: true, force: true });
  }
}

function findVmlinuz(folder) {
  return findBelow(folder, (name) => /(^|\/)vmlinuz[^/]*$/.test(name));
}

function findModules(folder) {
  return findBelow(folder, (name) => /\/modules\/[^/]+\/kernel$/.test(name));
}

function findBelow(folder, matches) {
  const found = readdirSync(folder, { recursive: true }).find(matches);
  if (found) return join(folder, found);
  throw new Error(`no kernel in ${folder}: the package has changed its form, or unpacking was interrupted`);
}
