import { type SyscallRow, syscallRows } from "./generated/syscalls.js";
import type { AnyKind } from "./kinds/kind.js";
import { kinds } from "./kinds/kinds.js";

/** `enum syscall_abi` of bpf/syscall.h; ARM has no table. */
export const abis = ["x86-64", "i386", "arm64", "arm"] as const;
export type Abi = (typeof abis)[number];

/** What is known of a call, whatever its numbers. */
export interface Syscall {
  readonly name: string;
  readonly numbers: ReadonlyMap<Abi, number>;
  /** strace's, without its first `%`. */
  readonly classes: readonly string[];
  /** In their order; undefined where nobody knows. */
  readonly args: Readonly<Record<string, AnyKind>> | undefined;
}

export const syscalls: readonly Syscall[] = syscallRows.map(readRow);

function readRow([name, x86_64, i386, arm64, classes, args]: SyscallRow): Syscall {
  const numbers = new Map<Abi, number>();
  if (x86_64 >= 0) numbers.set("x86-64", x86_64);
  if (i386 >= 0) numbers.set("i386", i386);
  if (arm64 >= 0) numbers.set("arm64", arm64);
  return {
    ...{ name, numbers },
    classes: classes.split(" ").filter(Boolean),
    args: args === null ? undefined : readArgs(name, args),
  };
}

function readArgs(call: string, args: string): Readonly<Record<string, AnyKind>> {
  const entries = args
    .split(" ")
    .filter(Boolean)
    .map((word) => {
      const [name = "", kindName = ""] = word.split(":");
      const kind = kinds[kindName];
      if (!kind) throw new Error(`${call}: ${name} is of kind ${kindName}, which there is not`);
      return [name, kind] as const;
    });
  return Object.fromEntries(entries);
}

/** A number with its ABI, as records have it: `SYSCALL_ID` of bpf/syscall.h. */
export function syscallId(abi: Abi, number: number): number {
  return abis.indexOf(abi) * 2 ** 32 + number;
}

export const byId: ReadonlyMap<number, Syscall> = new Map(
  syscalls.flatMap((call) =>
    [...call.numbers].map(([abi, number]) => [syscallId(abi, number), call] as const),
  ),
);

export function abiOf(id: number): Abi {
  return abis[Math.floor(id / 2 ** 32)] ?? "x86-64";
}

/** `openat`; `syscall_1234` for a number that no call has. */
export function syscallName(id: number): string {
  return byId.get(id)?.name ?? `syscall_${id % 2 ** 32}`;
}
