import { signalName } from "@probekit/core";
import type { Kind } from "./kind.js";
import { quoteText } from "./quote.js";
import { integer, struct } from "./struct.js";
import { type Timeval, timevalAt, timevalSchema, timevalText } from "./time.js";

/** What wait() tells of a child: its exit status, or the signal that ended, stopped or continued it. */
interface WaitStatus {
  readonly exited: number | null;
  readonly signaled: string | null;
  readonly stopped: string | null;
  readonly continued: boolean;
  readonly coreDumped: boolean;
}

function waitStatus(status: number): WaitStatus {
  const signal = status & 0x7f;
  const none = { exited: null, signaled: null, stopped: null, continued: false, coreDumped: false };
  if (status === 0xffff) return { ...none, continued: true };
  if (signal === 0x7f) return { ...none, stopped: signalName((status >> 8) & 0xff) };
  if (signal === 0) return { ...none, exited: (status >> 8) & 0xff };
  return { ...none, signaled: signalName(signal), coreDumped: (status & 0x80) !== 0 };
}

const orNull = (type: string) => ({ type: [type, "null"] });

const outWaitStatus: Kind<WaitStatus> = {
  type: struct(
    4,
    {
      ...{ exited: { ...integer, ...orNull("integer") }, signaled: orNull("string") },
      ...{ stopped: orNull("string"), continued: { type: "boolean" }, coreDumped: { type: "boolean" } },
    },
    (from) => waitStatus(from.i32(0)),
  ),
  text: ({ exited, signaled, stopped, coreDumped }) => {
    if (exited !== null) return `[{WIFEXITED(s) && WEXITSTATUS(s) == ${exited}}]`;
    if (stopped !== null) return `[{WIFSTOPPED(s) && WSTOPSIG(s) == ${stopped}}]`;
    if (signaled === null) return "[{WIFCONTINUED(s)}]";
    return `[{WIFSIGNALED(s) && WTERMSIG(s) == ${signaled}${coreDumped ? " && WCOREDUMP(s)" : ""}}]`;
  },
};

const unlimited = 2n ** 64n - 1n;

/** `null` where there is no limit. */
interface Limit {
  readonly soft: bigint | null;
  readonly hard: bigint | null;
}

const limitSchema = { type: ["string", "null"] };

const limit: Kind<Limit> = {
  type: struct(16, { soft: limitSchema, hard: limitSchema }, (from) => {
    const read = (at: number) => (from.u64(at) === unlimited ? null : from.u64(at));
    return { soft: read(0), hard: read(8) };
  }),
  text: ({ soft, hard }) => `{rlim_cur=${limitText(soft)}, rlim_max=${limitText(hard)}}`,
};

/** Multiples of 1024 are written as such. */
function limitText(value: bigint | null): string {
  if (value === null) return "RLIM64_INFINITY";
  return value > 1024n && value % 1024n === 0n ? `${value / 1024n}*1024` : String(value);
}

/** The times of `struct rusage`, which is what most ask it for. */
const usage: Kind<{ readonly user: Timeval; readonly system: Timeval }> = {
  type: struct(32, { user: timevalSchema, system: timevalSchema }, (from) => ({
    user: timevalAt(from, 0),
    system: timevalAt(from, 16),
  })),
  text: ({ user, system }) => `{ru_utime=${timevalText(user)}, ru_stime=${timevalText(system)}, ...}`,
};

const utsname: Kind<{ readonly sysname: string; readonly nodename: string }> = {
  type: struct(130, { sysname: { type: "string" }, nodename: { type: "string" } }, (from) => ({
    sysname: from.string(0, 65),
    nodename: from.string(65, 65),
  })),
  text: ({ sysname, nodename }) => `{sysname=${quoteText(sysname)}, nodename=${quoteText(nodename)}, ...}`,
};

export const processes = {
  ...{ OUT_WAIT_STATUS: outWaitStatus, RLIMIT: limit, OUT_RLIMIT: limit },
  ...{ OUT_RUSAGE: usage, OUT_UTSNAME: utsname },
};
