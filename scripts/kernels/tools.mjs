import { existsSync, readFileSync } from "node:fs";
import { runQuietly, say } from "../lib/run.mjs";
import { which } from "../lib/toolchain.mjs";

const packages = ["qemu-system-x86", "busybox-static"];

/** Debian 12 has virtiofsd beside QEMU; later releases have another one, in a package of its own. */
const virtiofsdFiles = ["/usr/lib/qemu/virtiofsd", "/usr/libexec/virtiofsd"];

/** Installs QEMU, and what the guests need besides, unless it is there. */
export async function ensureQemu() {
  if (isComplete()) return;
  say(`probekit: installing with apt-get: ${packages.join(" ")}`);
  await install(...packages);
  if (!findVirtiofsd()) await install("virtiofsd");
  if (!isComplete())
    throw new Error(`QEMU is still not complete; needed are ${packages.join(", ")} and virtiofsd`);
}

/** The daemon that shares a folder with a guest, or `undefined`. */
export function findVirtiofsd() {
  return virtiofsdFiles.find((file) => existsSync(file));
}

function isComplete() {
  return Boolean(which("qemu-system-x86_64") && hasStaticBusybox() && findVirtiofsd());
}

/** Debian's package `busybox` has one that needs a C library, which a guest's first root lacks. */
function hasStaticBusybox() {
  const file = which("busybox");
  return file !== undefined && !readFileSync(file).includes("/ld-linux");
}

async function install(...names) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await runQuietly("apt-get", ["update", "-q"], { env });
  await runQuietly("apt-get", ["install", "-y", "--no-install-recommends", ...names], { env });
}
