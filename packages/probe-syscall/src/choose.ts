import { arch } from "node:process";
import { suggest } from "@probekit/core";
import { type Abi, type Syscall, syscalls } from "./calls.js";

/** `SYSCALL_NUMBERS` of bpf/syscall.h. */
const numbers = 512;

/** strace's longer and older words for its classes. */
const classAliases: Readonly<Record<string, string>> = { net: "network" };

const names = syscalls.map(({ name }) => name);
const classes = [...new Set(syscalls.flatMap((call) => call.classes))];

/** One entry of the option: which calls it speaks of, and whether to leave them out. */
interface Choice {
  readonly negated: boolean;
  readonly matches: (call: Syscall) => boolean;
}

/**
 * Reads `openat`, `%file`, `class:file` or `all`, with `!` before it to leave them out.
 *
 * @throws {Error} for what is no name and no class
 */
export function readChoice(entry: string): Choice {
  const negated = entry.startsWith("!");
  const word = entry.slice(negated ? 1 : 0).trim();
  if (word === "all") return { negated, matches: () => true };
  const [, className] = /^(?:%|class:)(.*)$/.exec(word) ?? [];
  if (className === undefined) {
    if (!names.includes(word)) throw new Error(`there is no system call ${word}${suggest(word, names)}`);
    return { negated, matches: ({ name }) => name === word };
  }
  const known = classAliases[className] ?? className;
  if (!classes.includes(known))
    throw new Error(
      `there is no class ${className}${suggest(className, classes)}; there are ${classes.sort().join(", ")}`,
    );
  return { negated, matches: (call) => call.classes.includes(known) };
}

/**
 * The constants of bpf/wanted.bpf.h. With nothing but negations, all other calls are wanted,
 * and so are numbers that no call has.
 */
export function wantedConstants(entries: readonly string[]) {
  const choices = entries.map(readChoice);
  const named = choices.filter(({ negated }) => !negated);
  const others = named.length === 0 || entries.includes("all");
  const wanted = (call: Syscall) =>
    (others || named.some(({ matches }) => matches(call))) &&
    !choices.some(({ negated, matches }) => negated && matches(call));
  const [native, compat]: [Abi, Abi] = arch === "arm64" ? ["arm64", "arm"] : ["x86-64", "i386"];
  return {
    wanted_native: wantedBits(native, wanted, others),
    wanted_compat: wantedBits(compat, wanted, others),
    wanted_others: others,
  };
}

/** A bit for each number; those of no call as `others` says. */
function wantedBits(abi: Abi, wanted: (call: Syscall) => boolean, others: boolean): bigint[] {
  const bits = new Array<boolean>(numbers).fill(others);
  for (const call of syscalls) {
    const number = call.numbers.get(abi);
    if (number !== undefined && number < numbers) bits[number] = wanted(call);
  }
  return Array.from({ length: numbers / 64 }, (_, word) =>
    bits
      .slice(word * 64, (word + 1) * 64)
      .reduce((value, isWanted, bit) => (isWanted ? value | (1n << BigInt(bit)) : value), 0n),
  );
}
