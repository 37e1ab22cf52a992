import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "../lib/paths.mjs";
import { say } from "../lib/run.mjs";
import { earlierResults } from "./earlier.mjs";
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
  PROBEKIT_TEST_SHARED_PROCESS: "1",
  // Where the tests of packages/native find it; a machine may have it elsewhere.
  CGROUP2: "/sys/fs/cgroup",
  CI: "true",
};

/**
 * Runs all cells on one kernel, in one guest.
 *
 * What each comes to is kept. To resume is to leave out those that have not failed, and those
 * alone that a guest had not come to when it ended are tried again.
 *
 * @param kernel of `findKernels`
 * @param image of `ensureImage`
 * @param cells of `cellsOf`
 * @returns one result for each cell, as {@link resultOf} has it
 */
export async function runCells(kernel, image, cells, { resume = false } = {}) {
  const earlier = earlierResults(kernel);
  const results = new Map();
  for (const cell of cells) {
    const known = resume ? earlier.get(cell) : undefined;
    if (known && known.outcome !== "fails") results.set(cell, known);
  }
  for (let attempt = 1; results.size < cells.length && attempt <= bootAttempts; attempt++) {
    say(`probekit: booting Linux ${kernel.family} (${kernel.version})`);
    const waiting = cells.filter((cell) => !results.has(cell));
    const { done, log } = await bootOnce(kernel, image, waiting, (cell, result) => {
      results.set(cell, result);
      if (!cell.trialOnly) earlier.put(cell, result);
    });
    if (!done) say(`probekit: Linux ${kernel.family} ended before it was done\n${log}`);
  }
  return cells.map((cell) => results.get(cell) ?? resultOf(cell));
}

async function bootOnce(kernel, image, cells, onResult) {
  const initrd = initramfs(image, jobOf(kernel, cells), { "verified.so": compilePreload() });
  let done = false;
  const print = linePrinter(`${kernel.family.padEnd(4)} │ `);
  const log = await boot({
    vmlinuz: image.vmlinuz,
    initrd,
    timeoutMs: bootLimitMs + cells.length * cellLimitMs,
    onMessage: (message) => {
      if (message.type === "output") print(message.text);
      else if (message.type === "done") done = true;
      else if (message.type === "cell") {
        const cell = cells.find(isAbout(message));
        onResult(cell, resultOf(cell, message));
      }
    },
  });
  return { done, log };
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
  return (cell) => cell.name === name && cell.plan === plan && cell.equality === equality;
}

function jobOf(kernel, cells) {
  return {
    root,
    script: "scripts/kernels/guest/run.mjs",
    cells,
    env: { ...guestEnvironment(), ...testEnvironment, PROBEKIT_TEST_RETRIES: retriesOn(kernel) },
    cellTimeoutMs: cellLimitMs,
  };
}

/**
 * From Linux 7 on a program can be preempted, in emulation often, and the kernel skips those of others
 * meanwhile: they are counted as missed, and a test of what they tell fails.
 */
function retriesOn({ family }) {
  return Number.parseInt(family, 10) >= 7 ? "3" : "0";
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
