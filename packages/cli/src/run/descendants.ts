import { readdirSync, readFileSync } from "node:fs";

/**
 * Follows processes and all their descendants.
 *
 * Each is followed before its children are looked for, so that a child is found or, born later,
 * followed by the kernel's side.
 */
export function followTrees(pids: readonly number[], follow: (pid: number) => void): void {
  const followed = new Set<number>();
  for (let found = [...pids]; found.length > 0; found = childrenOf(followed)) {
    for (const pid of found) {
      followed.add(pid);
      follow(pid);
    }
  }
}

/** Processes whose parent is one of `parents`, and that are not among them. */
function childrenOf(parents: ReadonlySet<number>): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => !parents.has(pid) && parents.has(parentOf(pid)));
}

/** -1 for a process that has ended. */
function parentOf(pid: number): number {
  try {
    /* The name in parentheses may hold anything; fields are counted from its end. */
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return -1;
  }
}
