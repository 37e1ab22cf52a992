import { readlinkSync } from "node:fs";
import { ProbeError } from "../errors/probe-error.js";
import type { SessionSettings } from "./options.js";

/** The number that the kernel gives the first pid namespace (`PROC_PID_INIT_INO`). */
const initialPidNamespace = "pid:[4026531836]";

/**
 * Programs see the host's process ids. Inside another pid namespace the ids that a caller knows
 * are others, and following or filtering by them would silently show the wrong processes.
 *
 * @throws {ProbeError} `ERR_PID_NAMESPACE`
 */
export function requireHostPids(
  { follow, filter }: SessionSettings,
  pidNamespace = readlinkSync("/proc/self/ns/pid"),
): void {
  const uses = follow || filter.pid || filter.tid || filter.ppid;
  if (!uses || pidNamespace === initialPidNamespace) return;
  throw new ProbeError("ERR_PID_NAMESPACE", {
    operation: "open",
    object: follow ? "a session that follows processes" : "a session that filters by process id",
    message:
      "this process is in a pid namespace of its own, where it cannot name processes to the kernel; run it in the host's (docker run --pid=host)",
  });
}
