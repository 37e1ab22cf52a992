// The kernel's headers for user space: those of this machine, and those of the other
// architecture from a package of Debian's in our cache.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** These headers are not on this machine. */
export class HeadersMissing extends Error {}

const crossPackage = "linux-libc-dev-arm64-cross";

/** What clang is to compile for, and where the headers of that architecture are. */
export function kernelHeaders({ download }) {
  if (process.arch !== "x64") throw new HeadersMissing("the tables of constants are made on x86-64");
  return {
    x64: { target: "x86_64-linux-gnu", folders: ["/usr/include/x86_64-linux-gnu", "/usr/include"] },
    arm64: { target: "aarch64-linux-gnu", folders: [arm64Headers(download)] },
  };
}

/** `6.1` */
export function kernelVersion({ folders }) {
  const file = folders.map((folder) => join(folder, "linux", "version.h")).find(existsSync);
  if (!file) throw new HeadersMissing(`the kernel's headers are missing below ${folders.join(" and ")}`);
  const code = Number(/LINUX_VERSION_CODE (\d+)/.exec(readFileSync(file, "utf8"))[1]);
  return `${code >> 16}.${(code >> 8) & 0xff}`;
}

/** `2.36` */
export function libcVersion({ folders }) {
  const file = folders.map((folder) => join(folder, "features.h")).find(existsSync);
  if (!file) throw new HeadersMissing(`the C library's headers are missing below ${folders.join(" and ")}`);
  const text = readFileSync(file, "utf8");
  const number = (name) => new RegExp(`#define\\s+${name}\\s+(\\d+)`).exec(text)[1];
  return `${number("__GLIBC__")}.${number("__GLIBC_MINOR__")}`;
}

function arm64Headers(download) {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  const folder = join(cache, "probekit", "headers", crossPackage);
  const include = join(folder, "unpacked", "usr", "aarch64-linux-gnu", "include");
  if (existsSync(include)) return include;
  if (!download)
    throw new HeadersMissing(`${crossPackage} is not in ${folder}: \`npm run generate\` puts it there`);
  mkdirSync(folder, { recursive: true });
  execFileSync("apt-get", ["download", "-q", crossPackage], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const [archive] = readdirSync(folder).filter((name) => name.endsWith(".deb"));
  execFileSync("dpkg-deb", ["--extract", join(folder, archive), join(folder, "unpacked")]);
  return include;
}
