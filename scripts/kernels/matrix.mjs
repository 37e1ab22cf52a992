import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "../lib/paths.mjs";
import { say } from "../lib/run.mjs";
import { guestEnvironment } from "./environment.mjs";
import { initramfs } from "./initramfs.mjs";
import { boot } from "./machine.mjs";
import { resultOf } from "./result.mjs";

const bootAttempts = 3;
const bootLimitMs = 120_000;
const cellLimitMs = 900_000;

const testEnvironment = {
  // Fork and exec take 33 times as long as outside: tests that count in thousands may count in less.
  PROBEKIT_TEST_SCALE: "0.02",
  PROBEKIT_TEST_TIMEOUT_MS: "300000",
  // Where the tests of packages/native find it; a machine may have it elsewhere.
  CGROUP2: "/sys/fs/cgroup",
  CI: "true",
};

/**
 * Runs all cells on one kernel, in one guest.
 *
 * @param kernel of `findKernels`
 * @param image of `ensureImage`
 * @param cells of `cellsOf`
 * @returns one result for each cell, as {@link resultOf} has it
 */
export async function runCells(kernel, image, cells) {
  say(`probekit: booting Linux ${kernel.family} (${kernel.version})`);
  const initrd = initramfs(image, jobOf(cells), { "verified.so": compilePreload() });
  for (let attempt = 1; ; attempt++) {
    const { reports, log } = await bootOnce(kernel, image, initrd, cells.length);
    const types = reports.map(({ type }) => type);
    if (!types.includes("ready") && attempt < bootAttempts) {
      say(`probekit: the guest did not come up; trying again\n${log}`);
      continue;
    }
    if (!types.includes("done")) say(`probekit: the guest ended before it was done\n${log}`);
    return cells.map((cell) => resultOf(cell, reports.find(isAbout(cell))));
  }
}

async function bootOnce(kernel, image, initrd, cellCount) {
  const reports = [];
  const print = linePrinter(`${kernel.family.padEnd(4)} │ `);
  const log = await boot({
    vmlinuz: image.vmlinuz,
    initrd,
    timeoutMs: bootLimitMs + cellCount * cellLimitMs,
    onMessage: (message) => {
      if (message.type === "output") print(message.text);
      else reports.push(message);
    },
  });
  return { reports, log };
}

/** Prints whole lines, each with a prefix: several guests are told apart by it. */
function linePrinter(prefix) {
  let rest = "";
  return (text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) process.stdout.write(`${prefix}${line}\n`);
  };
}

function isAbout({ name, plan, equality }) {
  return (report) =>
    report.type === "cell" && report.name === name && report.plan === plan && report.equality === equality;
}

function jobOf(cells) {
  return {
    root,
    script: "scripts/kernels/guest/run.mjs",
    cells,
    env: { ...guestEnvironment(), ...testEnvironment },
    cellTimeoutMs: cellLimitMs,
  };
}

/** Guests are of this machine's architecture and C library: they run from its files. */
function compilePreload() {
  const folder = mkdtempSync(join(tmpdir(), "probekit-preload-"));
  const source = fileURLToPath(new URL("guest/verified.c", import.meta.url));
  const file = join(folder, "verified.so");
  try {
    execFileSync("gcc", ["-shared", "-fPIC", "-O1", "-o", file, source]);
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
