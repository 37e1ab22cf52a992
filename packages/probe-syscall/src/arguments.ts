import { type ArgTypes, argsBy, POINTER } from "@probekit/core";
import { abiOf, byId, type Syscall } from "./calls.js";
import type { AnyKind } from "./kinds/kind.js";
import { kinds } from "./kinds/kinds.js";

/** The six registers, of calls that nobody knows and of calls of the 32-bit ABIs. */
const registers = ["arg0", "arg1", "arg2", "arg3", "arg4", "arg5"];
const raw: ArgTypes = Object.fromEntries(registers.map((name) => [name, POINTER]));
const rawKinds: Readonly<Record<string, AnyKind>> = Object.fromEntries(
  registers.map((name) => [name, kinds.HEX as AnyKind]),
);

/** Structs, and how registers are used, differ in the 32-bit ABIs: only the registers are told. */
function kindsOf(id: number, call: Syscall): Readonly<Record<string, AnyKind>> | undefined {
  return ["i386", "arm"].includes(abiOf(id)) ? undefined : call.args;
}

const types: ReadonlyMap<number, ArgTypes> = new Map(
  [...byId].flatMap(([id, call]) => {
    const known = kindsOf(id, call);
    if (!known) return [];
    const entries = Object.entries(known).map(([name, { type }]) => [name, type] as const);
    return [[id, Object.fromEntries(entries)] as const];
  }),
);

/** The kinds of a call's arguments, by their names and in their order. */
export function argumentKinds(id: number): Readonly<Record<string, AnyKind>> {
  const call = byId.get(id);
  return (call && kindsOf(id, call)) ?? rawKinds;
}

export const callArguments = argsBy("call", types, raw, {
  describe:
    "by name; null for a pointer that is NULL, and { address } for what could not be read or was not filled in",
});
