import { readlinkSync } from "node:fs";
import type { Kernel } from "../kernel/kernel.js";
import { ownProcessObject } from "../objects.js";
import { loading } from "./kernel-failure.js";
import type { SessionSettings } from "./options.js";
import { openObject } from "./probe-object.js";
import { readObject } from "./read-object.js";

/** The number that the kernel gives the first pid namespace (`PROC_PID_INIT_INO`). */
const initialInum = 4026531836;

/** The namespace that a caller's process ids are of. */
export interface PidNamespace {
  /** As in `readlink /proc/self/ns/pid`. */
  readonly inum: number;
  /** 0 for the host's, which has the kernel's own numbers. */
  readonly level: number;
}

/**
 * The pid namespace that ids in these settings are of, which is this process's; as if it were the
 * host's, where there are no ids. How deep it is shows in no file from inside of it; a program that
 * the kernel runs in this thread can tell.
 *
 * @throws {ProbeError} `ERR_LOAD`, `ERR_LOAD_DENIED`
 */
export function pidNamespaceFor(
  kernel: Kernel,
  { follow, filter }: Pick<SessionSettings, "follow" | "filter">,
  link = readlinkSync("/proc/self/ns/pid"),
): PidNamespace {
  const inum = Number(link.replace(/\D/g, ""));
  const namesProcesses = follow || filter.pid || filter.tid || filter.ppid;
  return { inum, level: namesProcesses && inum !== initialInum ? askLevel(kernel) : 0 };
}

function askLevel(kernel: Kernel): number {
  const name = "own-process";
  const opened = openObject(kernel, name, readObject(name, ownProcessObject));
  try {
    return loading("session", `${name}.bpf.o`, () => {
      const loaded = opened.load();
      try {
        return loaded.run("own_pid_ns_level");
      } finally {
        loaded.close();
      }
    });
  } finally {
    opened.close();
  }
}
