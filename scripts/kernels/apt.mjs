// An apt of our own: it reads other suites of the machine's own Debian mirror, with lists and
// caches apart from the machine's, and never installs.
import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { say } from "../lib/run.mjs";
import { cacheFolder } from "./cache.mjs";

const run = promisify(execFile);
const maxBuffer = 64 * 1024 * 1024;
const maxAgeMs = 24 * 60 * 60 * 1000;
const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** Where kernels are: the suite, and whether it is in the archive of security updates. */
const suites = [
  { suite: "bullseye-security", security: true },
  { suite: "bookworm-security", security: true },
  { suite: "bookworm-backports" },
  { suite: "trixie-security", security: true },
  { suite: "trixie" },
  { suite: "trixie-backports" },
  { suite: "sid" },
  { suite: "experimental" },
];

/**
 * Brings the lists of packages up to date, at most once a day.
 *
 * A suite may have been archived since this was written, so that a failure is returned and only
 * matters if a kernel cannot be found.
 *
 * @returns what apt complained about, or ""
 */
export async function updateLists() {
  const stamp = join(cacheFolder("apt"), "updated");
  writeSources();
  if (existsSync(stamp) && Date.now() - statSync(stamp).mtimeMs < maxAgeMs) return "";
  say("probekit: reading the lists of Debian's kernels");
  try {
    await apt("apt-get", ["update", "-q"]);
  } catch (error) {
    return error.message;
  }
  writeFileSync(stamp, new Date().toISOString());
  return "";
}

/** The versions of a package in all suites, newest first. */
export async function versionsOf(name) {
  const { stdout } = await apt("apt-cache", ["madison", name]);
  return [...new Set(stdout.split("\n").map((line) => line.split("|")[1]?.trim()))].filter(Boolean);
}

/** The packages that one version of a package needs: `{ name, version }[]`, only exact versions. */
export async function exactDependenciesOf({ name, version }) {
  const { stdout } = await apt("apt-cache", ["show", `${name}=${version}`]);
  const depends = /^Depends: (.*)$/m.exec(stdout)?.[1] ?? "";
  return [...depends.matchAll(/(\S+) \(= ([^)]+)\)/g)].map((match) => ({
    name: match[1],
    version: match[2],
  }));
}

/** Downloads packages into a folder. */
export async function download(packages, folder) {
  const names = packages.map(({ name, version }) => `${name}=${version}`);
  await apt("apt-get", ["download", "-q", ...names], { cwd: folder });
}

async function apt(command, args, options) {
  try {
    return await run(command, [...args, ...ownPlaces()], { maxBuffer, ...options });
  } catch (cause) {
    throw noKernels(`${command} ${args.join(" ")}: ${cause.stderr?.trim() || cause.message}`, cause);
  }
}

export function noKernels(reason, cause) {
  return new Error(`no kernels to be had: ${reason}`, { cause });
}

function ownPlaces() {
  const folder = cacheFolder("apt");
  for (const name of ["lists/partial", "cache/archives/partial"])
    mkdirSync(join(folder, name), { recursive: true });
  const settings = {
    "Dir::Etc::SourceList": join(folder, "kernels.list"),
    "Dir::Etc::SourceParts": "-",
    "Dir::State::Lists": join(folder, "lists"),
    "Dir::Cache": join(folder, "cache"),
    "Acquire::Languages": "none",
    "APT::Sandbox::User": "root", // apt's own user cannot write to a home folder
  };
  return Object.entries(settings).flatMap(([key, value]) => ["-o", `${key}=${value}`]);
}

function writeSources() {
  const mirrors = machineMirrors();
  const signed = existsSync(keyring) ? `[signed-by=${keyring}] ` : "";
  const lines = suites
    .map(({ suite, security }) => ({ suite, mirror: security ? mirrors.security : mirrors.main }))
    .filter(({ mirror }) => mirror)
    .map(({ suite, mirror }) => `deb ${signed}${mirror} ${suite} main\n`);
  writeFileSync(join(cacheFolder("apt"), "kernels.list"), lines.join(""));
}

/** The archives in the machine's own apt sources; which host they are on is not our business. */
function machineMirrors() {
  const format = "$(REPO_URI) $(RELEASE)";
  const targets = outputOf("apt-get", ["indextargets", "--format", format, "Created-By: Packages"])
    .split("\n")
    .map((line) => line.split(" "));
  const main = targets.find(([uri]) => /\/debian\/?$/.test(uri))?.[0];
  const security = targets.find(([uri, suite]) => /-security/.test(`${uri} ${suite}`))?.[0];
  if (main || security) return { main, security };
  throw noKernels("this machine's apt sources name no Debian archive");
}

function outputOf(command, args) {
  try {
    return execFileSync(command, args, { encoding: "utf8" });
  } catch (cause) {
    throw noKernels(`${command}: ${cause.message}`, cause);
  }
}
