import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { syscalls } from "../../src/calls.js";

/** What the running kernel calls its calls, where that is not what its headers do. */
const headerNames: Readonly<Record<string, string>> = {
  newfstat: "fstat",
  newlstat: "lstat",
  newstat: "stat",
  newuname: "uname",
  sendfile64: "sendfile",
  umount: "umount2",
};

/**
 * The calls of the running kernel with the numbers of their arguments, from its tracepoints. Newer
 * kernels have what an argument points to behind the arguments, as `__data_loc`.
 */
function kernelCalls(): Map<string, number> {
  const script = "mount -t tracefs tracefs /mnt && cd /mnt/events/syscalls && grep . sys_enter_*/format";
  const text = execFileSync("unshare", ["--mount", "sh", "-c", script], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const counts = new Map<string, number>();
  for (const [, call = "", member] of text.matchAll(
    /^sys_enter_(\w+)\/format:\tfield:(?!__data_loc)[^;]*\W(\w+);/gm,
  )) {
    const isArgument = !/^(common_.*|__syscall_nr)$/.test(member ?? "");
    const name = headerNames[call] ?? call;
    counts.set(name, (counts.get(name) ?? 0) + Number(isArgument));
  }
  return counts;
}

/**
 * From Linux 7 on bpf() takes two more where a bit of its command says so; they are not in the table,
 * since before, and without that bit, anything is in their registers.
 */
const taken = (name: string, count: number) => (name === "bpf" ? Math.min(count, 3) : count);

test("every call of the running kernel is in the table, with all its arguments", () => {
  const counts = kernelCalls();
  expect(counts.size).toBeGreaterThan(250);
  const known = new Map(syscalls.map(({ name, args }) => [name, args && Object.keys(args).length]));
  const differing = [...counts].filter(([name, count]) => known.get(name) !== taken(name, count));
  expect(differing).toEqual([]);
});
