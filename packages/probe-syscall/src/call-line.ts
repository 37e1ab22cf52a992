import { type ArgAddress, modeText } from "@probekit/core";
import { argumentKinds } from "./arguments.js";
import { type Abi, syscallId, syscalls } from "./calls.js";
import { type AnyKind, hex } from "./kinds/kind.js";
import { takenArguments } from "./taken-arguments.js";

/** What a line needs of an event. */
export interface CallEvent {
  readonly syscall: string;
  readonly abi: string;
  readonly args: Record<string, unknown>;
  readonly ret: bigint | null;
  readonly errno: string | null;
}

/** A call as strace writes it: `openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 3`. */
export function callLine(event: CallEvent): string {
  return `${event.syscall}(${argumentTexts(event).join(", ")}) = ${resultText(event)}`;
}

/** Each argument as strace writes it; dots for those that were not asked for. */
export function argumentTexts({ syscall, abi, args }: CallEvent): string[] {
  const truncated = (args.truncated ?? []) as readonly string[];
  const kinds = Object.entries(argumentKinds(idOf(syscall, abi as Abi)));
  if (kinds.length > 0 && Object.keys(args).length === 0) return ["..."];
  return kinds
    .slice(0, takenArguments(syscall, args))
    .map(([name, kind]) => argumentText(kind, args[name], truncated.includes(name)));
}

function argumentText(kind: AnyKind, value: unknown, cut: boolean): string {
  if (value === null) return "NULL";
  if (isAddress(value)) return hex(value.address);
  return kind.text(value, cut);
}

function isAddress(value: unknown): value is ArgAddress {
  return typeof value === "object" && value !== null && "address" in value && !("family" in value);
}

function idOf(name: string, abi: Abi): number {
  const number = numbersOf.get(name)?.get(abi);
  return number === undefined ? Number.NaN : syscallId(abi, number);
}

const numbersOf = new Map(syscalls.map((call) => [call.name, call.numbers]));

/** `3`, an address in hexadecimal, `-1 ENOENT`; `?` of a call that does not return. */
export function resultText({ syscall, args, ret, errno }: CallEvent): string {
  if (ret === null) return "?";
  if (errno !== null) return errno.startsWith("ERESTART") ? `? ${errno}` : `-1 ${errno}`;
  if (syscall === "umask") return modeText(Number(ret));
  const isBits = syscall === "fcntl" && ["F_GETFD", "F_GETFL"].includes(String(args.cmd));
  return isBits || returnsAddress.has(syscall) ? hex(ret) : String(ret);
}

/** Calls whose result is an address. */
const returnsAddress = new Set(["mmap", "mmap2", "mremap", "brk", "shmat"]);
