import { type ArgType, argTypeNumbers } from "../args/arg-type.js";
import type { Field } from "../contract/fields.js";
import type { Btf, BtfType } from "../kernel/btf.js";
import type { BoundField } from "./bind.js";
import { resolveMember } from "./member.js";

/** `struct probe_args` of probekit/args.h: member and offset, of 4 bytes each. */
const layout = [
  ["data.offset", 0],
  ["data.length", 4],
  ["count", 8],
] as const;

/** What is wrong with an object's typed arguments for a field that reads them; `undefined` when nothing is. */
export function argsProblem(field: Field, type: BtfType, btf: Btf): string | undefined {
  const types = typesOf(field);
  if (types.length === 0 || type.kind !== "struct") return undefined;
  const differs = layout.find(([path, offsetBytes]) => {
    const member = resolveMember(type, path);
    return "missing" in member || member.offsetBytes !== offsetBytes || member.type.sizeBytes !== 4;
  });
  if (differs) return `struct probe_args has no ${differs[0]} of 4 bytes at ${differs[1]}: ${otherHeaders}`;
  const numbers = new Map(btf.enum("probe_arg_type")?.values.map(({ name, value }) => [name, value]));
  const renumbered = [...new Set(types.map(({ name }) => name))].find(
    (name) => numbers.get(`${name}_T`) !== BigInt(argTypeNumbers[name]),
  );
  if (!renumbered) return undefined;
  return `enum probe_arg_type has no ${renumbered}_T = ${argTypeNumbers[renumbered]}: ${otherHeaders}`;
}

function typesOf({ args, arg, argsBy }: Field): ArgType[] {
  const lists = argsBy ? [...argsBy.types.values(), argsBy.other] : [args ?? {}];
  return [...lists.flatMap((types) => Object.values(types)), ...(arg ? [arg.type] : [])];
}

const otherHeaders =
  "the object was built with other headers than this version of @probekit/core, or without probekit/args.bpf.h";

/** Two fields that take one argument for different types, in words. Every record would be malformed to one. */
export function clashOfArgs(fields: readonly BoundField[]): string | undefined {
  const seen = new Map<string, { readonly field: string; readonly type: string }>();
  for (const { name, index, offsetBytes, type } of readArgs(fields)) {
    const place = `${offsetBytes}:${index}`;
    const other = seen.get(place);
    if (other && other.type !== type)
      return `field ${name}: argument ${index} is ${type} here and ${other.type} in field ${other.field}`;
    seen.set(place, { field: name, type });
  }
  return undefined;
}

interface ReadArg {
  readonly name: string;
  readonly offsetBytes: number;
  readonly index: number;
  readonly type: string;
}

function readArgs(fields: readonly BoundField[]): ReadArg[] {
  return fields.flatMap(({ name, field, offsetBytes, fields: inner }) => [
    ...readArgs(inner),
    ...(field.arg ? [{ name, offsetBytes, index: field.arg.index, type: field.arg.type.name }] : []),
    ...Object.values(field.args ?? {}).flatMap((type, index) =>
      type.name === "NONE" ? [] : [{ name, offsetBytes, index, type: type.name }],
    ),
  ]);
}
