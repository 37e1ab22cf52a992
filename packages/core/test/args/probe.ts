import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { z } from "zod";
import { BYTES, STR, STR_ARR } from "../../src/args/bytes.js";
import { FD_FLAGS, MODE } from "../../src/args/file-flags.js";
import { CLOCK_ID, TIMER_FLAGS } from "../../src/args/process-flags.js";
import { INT, LONG, UINT, ULONG } from "../../src/args/scalars.js";
import { SOCK_DOM, SOCK_LEVEL, SOCK_OPT, SOCK_PROTO, SOCK_TYPE } from "../../src/args/socket.js";
import { SOCKADDR } from "../../src/args/socket-address.js";
import { CRED, FILE, INT_PAIR, TIMESPEC } from "../../src/args/structs.js";
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

const pipe2 = args({ fds: INT_PAIR, flags: FD_FLAGS, caller: CRED });
const clockNanosleep = args({ clock: CLOCK_ID, flags: TIMER_FLAGS, time: TIMESPEC });
const fchmodat = args({ directory: FILE, path: STR, mode: MODE });
const socket = args({ family: SOCK_DOM, type: SOCK_TYPE, protocol: SOCK_PROTO });
const setsockopt = args({ socket: FILE, level: SOCK_LEVEL, option: SOCK_OPT });

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
      on_pipe2: tracepoint("syscalls", "sys_exit_pipe2"),
      on_clock_nanosleep: tracepoint("syscalls", "sys_exit_clock_nanosleep"),
      on_fchmodat: tracepoint("syscalls", "sys_exit_fchmodat"),
      on_socket: tracepoint("syscalls", "sys_exit_socket"),
      on_setsockopt: tracepoint("syscalls", "sys_exit_setsockopt"),
    }),
  ],
  constants: () => ({
    connect_types: connect.mask,
    openat_types: openat.mask,
    execve_types: execve.mask,
    write_types: write.mask,
    pipe2_types: pipe2.mask,
    clock_nanosleep_types: clockNanosleep.mask,
    fchmodat_types: fchmodat.mask,
    socket_types: socket.mask,
    setsockopt_types: setsockopt.mask,
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
    pipe2: call({ args: pipe2 }),
    clockNanosleep: call({ args: clockNanosleep }),
    fchmodat: call({ args: fchmodat }),
    socket: call({ args: socket }),
    setsockopt: call({ args: setsockopt }),
  },
  columns: {
    ...{ connect: [], openat: [], execve: [], write: [], pipe2: [] },
    ...{ clockNanosleep: [], fchmodat: [], socket: [], setsockopt: [] },
  },
});
