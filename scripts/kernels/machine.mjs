import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { root } from "../lib/paths.mjs";
import { shareRoot } from "./share.mjs";

const memoryMebibytes = 3072;
const cpus = 2;
const diskBytes = 1024 * 1024 * 1024;
const shownLogLines = 40;

/**
 * Emulated: `/dev/kvm` may be there and not work, and a run should be the same on every machine.
 *
 * - `thread=single`: with a thread for each CPU, guests crash now and then while they patch their
 *   own code, which is what attaching a probe does.
 * - `cx16=off`: QEMU 7.2 loses the flags at cmpxchg16b, which allocation uses; the guest dies of
 *   whatever was in a register ("double fault", "general protection fault" in kmem_cache_alloc).
 * - `la57=off`: five levels of page tables cost a second at boot.
 */
const processor = ["-accel", "tcg,thread=single", "-cpu", "max,la57=off,cx16=off"];

/**
 * Each instruction takes two nanoseconds by the guest's clock, and idleness none by ours: times in the guest
 * are then of its own work alone, and the same whatever else this machine does.
 */
const clockOfInstructions = ["-icount", "shift=1,sleep=off"];

/** Detaching a program waits for a grace period, which is a matter of time and not of work: they need not be patient. */
const kernelArguments = [
  ...["console=ttyS0", "loglevel=5", "panic=-1", "reboot=t", "tsc=reliable", "rcupdate.rcu_expedited=1"],
  "lsm=landlock,lockdown,yama,integrity,apparmor,bpf",
].join(" ");

/**
 * Boots a kernel and passes on what the guest reports, until it turns itself off.
 *
 * @param vmlinuz the kernel's file
 * @param initrd of `initramfs`
 * @param folders that the guest needs besides `/`, the repository and node's
 * @param countsInstructions whether the guest's clock does: for times that are to be compared. It has one CPU then
 * @param onMessage called with each object that the guest sends
 * @returns the end of the kernel's log, for when the guest did not say that it was done
 */
export async function boot({
  vmlinuz,
  initrd,
  folders = [],
  countsInstructions = false,
  timeoutMs,
  onMessage,
}) {
  const scratch = mkdtempSync(join(tmpdir(), "probekit-vm-"));
  const stop = new AbortController();
  const releaseSignals = stopOnSignals(stop);
  const timer = setTimeout(() => stop.abort(), timeoutMs);
  try {
    writeFileSync(join(scratch, "initrd"), initrd);
    makeDisk(join(scratch, "disk"));
    const share = await shareRoot(scratch, [root, dirname(process.execPath), ...folders], stop.signal);
    const reports = listen(join(scratch, "reports.sock"), onMessage);
    await qemu([...processorOf(countsInstructions), ...commandLine(scratch, vmlinuz, share)], stop.signal);
    reports.close();
    return lastLines(join(scratch, "log"));
  } finally {
    clearTimeout(timer);
    stop.abort();
    rmSync(scratch, { recursive: true, force: true });
    releaseSignals();
  }
}

/** The guest ends with us: then we end by the signal that came, as whoever sent it expects. */
function stopOnSignals(stop) {
  let received;
  const onSignal = (name) => {
    received = name;
    stop.abort();
  };
  for (const name of ["SIGINT", "SIGTERM"]) process.on(name, onSignal);
  return () => {
    for (const name of ["SIGINT", "SIGTERM"]) process.off(name, onSignal);
    if (received) process.kill(process.pid, received);
  };
}

function processorOf(countsInstructions) {
  const ofItsOwn = countsInstructions ? [...clockOfInstructions, "-smp", "1"] : ["-smp", String(cpus)];
  return [...processor, ...ofItsOwn];
}

function commandLine(scratch, vmlinuz, share) {
  return [
    ...["-machine", "q35,memory-backend=memory", "-m", String(memoryMebibytes)],
    // Shared with virtiofsd, which reads and writes the guest's buffers.
    ...["-object", `memory-backend-memfd,id=memory,size=${memoryMebibytes}M,share=on`],
    ...["-nodefaults", "-no-user-config", "-display", "none", "-no-reboot"],
    ...["-kernel", vmlinuz, "-initrd", join(scratch, "initrd"), "-append", kernelArguments],
    ...["-serial", `file:${join(scratch, "log")}`],
    ...["-chardev", `socket,id=share,path=${share}`, "-device", "vhost-user-fs-pci,chardev=share,tag=host"],
    ...["-drive", `file=${join(scratch, "disk")},format=raw,if=virtio,cache=unsafe`],
    ...["-chardev", `socket,id=reports,path=${join(scratch, "reports.sock")}`],
    ...["-device", "virtio-serial-pci", "-device", "virtserialport,chardev=reports,name=reports"],
  ];
}

/** A sparse file with an empty ext4 file system. */
function makeDisk(file) {
  writeFileSync(file, "");
  truncateSync(file, diskBytes);
  execFileSync("mkfs.ext4", ["-q", "-F", file], { stdio: ["ignore", "ignore", "inherit"] });
}

function listen(path, onMessage) {
  return net
    .createServer((connection) => {
      connection.on("error", () => {}); // QEMU is gone
      createInterface({ input: connection }).on("line", (line) => onMessage(JSON.parse(line)));
    })
    .listen(path);
}

function qemu(args, signal) {
  return new Promise((resolve, reject) => {
    const child = spawn("qemu-system-x86_64", args, { stdio: ["ignore", "inherit", "inherit"], signal });
    child.on("error", (error) => error.name !== "AbortError" && reject(error));
    child.on("close", resolve);
  });
}

function lastLines(file) {
  return readFileSync(file, "utf8").trimEnd().split("\n").slice(-shownLogLines).join("\n");
}
