#!/usr/bin/env node
/*
 * Writes the table of system calls that packages/probe-syscall has: numbers from the newest
 * linux-libc-dev that the machine's Debian mirror has, prototypes from the running kernel's
 * tracefs, and what no machine says from the rules in scripts/generate/syscalls. As root, on x86-64:
 *
 *	node scripts/generate/syscalls.mjs
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../lib/paths.mjs";
import { main, say } from "../lib/run.mjs";
import { argumentKind } from "./syscalls/argument-kinds.mjs";
import { classesOf } from "./syscalls/classes.mjs";
import { newestHeaders } from "./syscalls/headers.mjs";
import { missingPrototypes } from "./syscalls/missing-prototypes.mjs";
import { kernelPrototypes } from "./syscalls/prototypes.mjs";
import { argumentTable, callTable } from "./syscalls/write.mjs";

await main(async () => {
  const { version, numbers } = await newestHeaders();
  const prototypes = new Map([...missingPrototypes, ...kernelPrototypes()]);
  const argsOf = (name) => prototypes.get(name)?.map((arg) => ({ ...arg, kind: argumentKind(name, arg) }));
  const calls = [...numbers].map(([name, byAbi]) => {
    const args = argsOf(name);
    return { name, numbers: byAbi, args, classes: classesOf(name, args, argsOf) };
  });
  write("packages/probe-syscall/src/generated/syscalls.ts", callTable(calls, version));
  write("packages/probe-syscall/bpf/generated/arguments.bpf.h", argumentTable(calls, version));
  const unknown = calls.filter(({ numbers: { x86_64 }, args }) => x86_64 !== undefined && !args);
  say(
    `${calls.length} calls; without a prototype on x86-64: ${unknown.map(({ name }) => name).join(", ") || "none"}`,
  );
});

function write(path, text) {
  mkdirSync(join(root, path, ".."), { recursive: true });
  writeFileSync(join(root, path), text);
}
