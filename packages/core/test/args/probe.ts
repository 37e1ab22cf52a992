import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { z } from "zod";
import { BYTES, STR, STR_ARR } from "../../src/args/bytes.js";
import { INT, LONG, UINT, ULONG } from "../../src/args/scalars.js";
import { SOCKADDR } from "../../src/args/socket-address.js";
import { compileBpf } from "../../src/build/compiler.js";
import { arg, argAddress, argFamily, argPort, args } from "../../src/contract/args.js";
import { plan, tracepoint } from "../../src/contract/attach.js";
import { type Fields, integer, string } from "../../src/contract/fields.js";
import { defineProbe } from "../../src/contract/probe.js";
import { record } from "../../src/contract/record.js";

const folder = mkdtempSync(path.join(os.tmpdir(), "probekit-calls-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));

const source = (name: string) => fileURLToPath(new URL(name, import.meta.url));
export const object = path.join(folder, "calls.bpf.o");

/** Makes all the calls of calls.c; its comm is the same. */
export const program = path.join(folder, "probekit-calls");

/** Compiles the probe's object and the program; call it once, before they are used. */
export function buildCalls(): void {
  compileBpf(source("calls.bpf.c"), object);
  execFileSync("cc", ["-static", "-O1", "-w", "-o", program, source("calls.c")]);
}

const connect = args({ fd: INT, address: SOCKADDR, length: INT });
const openat = args({ dirfd: INT, path: STR, flags: UINT, mode: UINT });
const execve = args({ path: STR, argv: STR_ARR, envp: STR_ARR });
const write = args({ fd: INT, data: BYTES, count: ULONG });

const made = args({
  ...{ name: STR, inet: SOCKADDR, inet6: SOCKADDR, negative: LONG },
  ...{ bytes: BYTES, unreadable1: STR, missing: STR, unsigned: UINT },
});

const call = <F extends Fields>(fields: F) =>
  record("calls_call", "A call has ended.", { ret: integer(), note: string(), made, ...fields });

/** One event for each call, and each in a tail that is not aligned by itself. */
export const calls = defineProbe({
  name: "calls",
  summary: "Calls with typed arguments",
  object: pathToFileURL(object),
  visibility: "process",
  options: z.object({}),
  attachPlans: [
    plan("tracepoint", {
      on_connect: tracepoint("syscalls", "sys_exit_connect"),
      on_openat: tracepoint("syscalls", "sys_exit_openat"),
      on_execve: tracepoint("syscalls", "sys_exit_execve"),
      on_write: tracepoint("syscalls", "sys_exit_write"),
    }),
  ],
  constants: () => ({
    connect_types: connect.mask,
    openat_types: openat.mask,
    execve_types: execve.mask,
    write_types: write.mask,
  }),
  events: {
    connect: call({
      args: connect,
      family: argFamily(1),
      remoteAddress: argAddress(1),
      remotePort: argPort(1),
      madePort: argPort(2, { from: "made" }),
    }),
    openat: call({ args: openat }),
    execve: call({ args: execve, envp: arg(2, STR_ARR) }),
    write: call({ args: write }),
  },
  columns: { connect: [], openat: [], execve: [], write: [] },
});
