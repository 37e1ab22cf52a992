// The storms: what is done as fast as one thread can, and which tracers are about it.
import { callsOfRows, callsOfTable, filetopWords } from "./filetop-calls.mjs";
import { refusalOf } from "./observe.mjs";
import { ours } from "./ours.mjs";

const bpftraceOpen = [
  "tracepoint:syscalls:sys_enter_openat { @name[tid] = args->filename; }",
  'tracepoint:syscalls:sys_exit_openat /@name[tid]/ { printf("%d %s %d %s\\n", pid, comm, args->ret, str(@name[tid])); delete(@name[tid]); }',
].join(" ");
const bpftraceExec = "tracepoint:syscalls:sys_enter_execve { join(args->argv); }";

/**
 * Each storm with its subjects, of ours first.
 *
 * @param factor of the usual number of steps
 */
export function storms(peers, factor = 1) {
  const steps = (usual) => Math.max(50, Math.round(usual * factor));
  const list = (...subjects) => subjects.filter(Boolean);
  return [
    {
      ...{ name: "open", call: "open and close", load: "open", steps: steps(500_000) },
      subjects: list(
        ours("open"),
        peers.find("opensnoop"),
        peers.find("bpftrace", ["-e", bpftraceOpen], { label: "bpftrace, opens" }),
      ),
    },
    {
      ...{
        name: "exec",
        call: "posix_spawn and wait, of a program that ends at once",
        load: "exec",
        steps: steps(10_000),
        told: "-file",
      },
      subjects: list(
        ours("exec"),
        peers.find("execsnoop"),
        peers.find("bpftrace", ["-e", bpftraceExec], { label: "bpftrace, execs" }),
      ),
    },
    {
      ...{ name: "create", call: "create, close and unlink", load: "create", steps: steps(20_000) },
      subjects: list(ours("filelife"), peers.find("filelife")),
    },
    {
      ...{ name: "readwrite", call: "pwrite and pread", load: "readwrite", steps: steps(200_000) },
      subjects: list(
        ours("filetop", { eventsPerStep: 2, sums: callsOfRows }),
        peers.find("filetop", filetopWords, { eventsPerStep: 2, sums: callsOfTable, delayMs: 1000 }),
      ),
    },
    {
      ...{ name: "connect", call: "connect, accept and two closes", load: "connect", steps: steps(10_000) },
      subjects: list(
        ours("net --events connect", { byComm: true }),
        peers.find("tcpconnect", [], { byComm: true }),
        ours("net --events close", { byComm: true, eventsPerStep: 2 }),
        peers.find("tcplife", [], { byComm: true, eventsPerStep: 2 }),
        ours("net --events connect,accept,close", { byComm: true, eventsPerStep: 4 }),
      ),
    },
  ];
}

/** The subjects that can do here what they are for. Why others cannot is kept with the peers. */
export async function ableSubjects(storm, peers, scratch) {
  const able = [];
  for (const subject of storm.subjects) {
    const reason = subject.own
      ? undefined
      : (peers.refusal(subject) ?? (await refusalOf(subject, storm, scratch)));
    if (reason === undefined) able.push(subject);
    else peers.refuse(subject, reason);
  }
  return able;
}
