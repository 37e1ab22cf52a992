// The tools that probes are compared with, as Debian has them.
import { runQuietly, say } from "../lib/run.mjs";
import { which } from "../lib/toolchain.mjs";

/** A command of each package. */
const packages = { "libbpf-tools": "tcplife", "bpfcc-tools": "syncsnoop-bpfcc" };

/** Installs them with apt unless they are there. */
export async function ensurePeers() {
  const missing = Object.keys(packages).filter((name) => !which(packages[name]));
  if (missing.length === 0) return;
  say(`probekit: installing with apt-get: ${missing.join(" ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await runQuietly("apt-get", ["update", "-q"], { env });
  await runQuietly("apt-get", ["install", "-y", "--no-install-recommends", ...missing], { env });
}
