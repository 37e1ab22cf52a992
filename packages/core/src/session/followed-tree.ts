import { tpBtf } from "../contract/attach.js";
import { isKernelError, ProbeError } from "../errors/probe-error.js";
import type { BpfMap } from "../kernel/kernel.js";
import { inRange } from "./options.js";

/** The session's programs that keep the tree. */
export const followPrograms = {
  follow_fork: tpBtf("sched_process_fork", {
    args: { parent: "struct task_struct *", child: "struct task_struct *" },
  }),
  follow_exec: tpBtf("sched_process_exec"),
};

/** The one that takes from it what has ended. */
export const forgetPrograms = { follow_exit: tpBtf("sched_process_exit") };

/** `enum probekit_followed_as`. */
const followed = 1;
const starter = 2;

/** The kernel's own limit (`PID_MAX_LIMIT`). */
const maxPid = 4194304;

/** The processes that a session follows. They leave it by themselves, when they end. */
export class FollowedTree {
  readonly #map: BpfMap;
  readonly #maxFollowed: number;

  constructor(map: BpfMap, maxFollowed: number) {
    this.#map = map;
    this.#maxFollowed = maxFollowed;
  }

  /** @throws {ProbeError} `ERR_OPTION`, `ERR_FOLLOW` */
  follow(pid: number): void {
    this.#add(pid, followed);
  }

  /** @throws {ProbeError} `ERR_OPTION`, `ERR_FOLLOW` */
  followChildren(pid: number): void {
    this.#add(pid, starter);
  }

  #add(pid: number, as: number): void {
    const key = Buffer.alloc(4);
    key.writeUInt32LE(inRange("follow", "process id", pid, 1, maxPid));
    try {
      this.#map.update(key, Uint8Array.of(as));
    } catch (cause) {
      if (!isKernelError(cause)) throw cause;
      const isFull = cause.errno === "E2BIG";
      throw new ProbeError("ERR_FOLLOW", {
        operation: "follow",
        object: `process ${pid}`,
        errno: cause.errno,
        message: isFull
          ? `no more than ${this.#maxFollowed} processes can be followed at one time (maxFollowed)`
          : cause.message,
        cause,
      });
    }
  }
}
