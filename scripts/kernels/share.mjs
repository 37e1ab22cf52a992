import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { findVirtiofsd } from "./tools.mjs";

const startLimitMs = 10_000;

/**
 * Shares this machine's file systems with a guest, read-only.
 *
 * The daemon gets a mount namespace in which everything that it can reach is mounted read-only:
 * whatever the guest or the daemon do, nothing here can change.
 *
 * @param folders that the guest needs besides `/`; they may be on file systems of their own
 * @returns the path of the daemon's socket. It ends with `signal`.
 */
export async function shareRoot(scratch, folders, signal) {
  const socket = join(scratch, "share.sock");
  const script = join(scratch, "share.sh");
  const top = join(scratch, "root");
  const log = join(scratch, "share.log");
  mkdirSync(top);
  writeFileSync(script, shareScript(top, folders, daemonCommand(socket, top), log));

  const daemon = spawn("unshare", ["--mount", "--propagation", "private", "sh", script], {
    stdio: "ignore",
    signal,
  });
  let ended = false;
  daemon.on("exit", () => {
    ended = true;
  });
  daemon.on("error", () => {
    ended = true; // also when `signal` ends it
  });
  const startedMs = performance.now();
  while (!existsSync(socket)) {
    if (ended || performance.now() - startedMs > startLimitMs) {
      throw new Error(`virtiofsd did not start: ${existsSync(log) ? readFileSync(log, "utf8").trim() : ""}`);
    }
    await delay(20);
  }
  return socket;
}

/** A bind mount of `/` leaves out what is mounted in it; `mountpoint` of each further folder is added. */
function shareScript(top, folders, command, log) {
  const quoted = folders.map(quote).join(" ");
  return `
set -e
exec >${quote(log)} 2>&1
top=${quote(top)}
share() {
	mount --bind "$1" "$top$1"
	mount -o remount,bind,ro "$top$1"
}
share /
for folder in ${quoted}; do
	home=$(stat -c %m "$folder")
	[ "$home" = / ] || share "$home"
done
exec ${command.map(quote).join(" ")}
`;
}

/** Two programs of one name: the older in C (Debian 12), the newer in Rust. */
function daemonCommand(socket, top) {
  const file = findVirtiofsd();
  const older = file.startsWith("/usr/lib/qemu/");
  const settings = older
    ? ["-o", `source=${top}`, "-o", "cache=always", "-o", "sandbox=chroot", "-o", "log_level=err"]
    : [`--shared-dir=${top}`, "--cache=always", "--sandbox=chroot", "--log-level=error"];
  return [file, `--socket-path=${socket}`, "--rlimit-nofile=0", ...settings];
}

function quote(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
