import { type Field, type FieldMap, type Fields, integer } from "../contract/fields.js";
import { snakeCase } from "../contract/names.js";
import type { RecordSpec } from "../contract/record.js";
import { ProbeError } from "../errors/probe-error.js";
import type { Btf, BtfStruct, BtfType } from "../kernel/btf.js";
import { argsProblem, clashOfArgs } from "./args.js";
import { type ContextFields, contextFields } from "./context.js";
import { type EnumNames, enumNames } from "./enum-names.js";
import { alignmentBytes, describeType, expectation } from "./expectation.js";
import { flagBits } from "./flags.js";
import { headerProblem } from "./header.js";
import { resolveMember } from "./member.js";

/** A field with its place in the record. */
export interface BoundField {
  readonly name: string;
  readonly field: Field;
  readonly map: FieldMap | undefined;
  /** From the record's start. */
  readonly offsetBytes: number;
  readonly type: BtfType;
  /** For `flag`. */
  readonly bit: number;
  /** For `enumeration`. */
  readonly names: EnumNames | undefined;
  /** Of a `group`; of `argsBy`, its number. */
  readonly fields: readonly BoundField[];
}

/** A record spec held against the struct of one object. */
export interface BoundRecord {
  readonly struct: string;
  /** Of the fixed part. */
  readonly sizeBytes: number;
  readonly fields: readonly BoundField[];
  /** `undefined` when the record has no `struct probe_context`. */
  readonly context: ContextFields<readonly BoundField[]> | undefined;
}

/**
 * Looks up every field of a record in the object's BTF.
 *
 * @throws {ProbeError} `ERR_RECORD_LAYOUT` with probe, struct, field, what was expected and what was found.
 */
export function bindRecord(probe: string, spec: RecordSpec, btf: Btf): BoundRecord {
  const fail = (message: string): never => {
    throw new ProbeError("ERR_RECORD_LAYOUT", {
      probe,
      operation: "bind",
      object: `struct ${spec.struct}`,
      message,
    });
  };
  const struct =
    btf.struct(spec.struct) ??
    fail(`not in the object's BTF; add PROBE_RECORD(${spec.struct}); to the .bpf.c, or correct the name`);

  const header = struct.members[0]?.type;
  if (header?.kind !== "struct" || header.name !== "probe_header") {
    return fail("its first member must be `struct probe_header header`");
  }
  const problem = headerProblem(header);
  if (problem) fail(problem);
  const fields = bindFields(spec.fields, struct, btf, fail);
  const clash = clashOfArgs(fields);
  if (clash) fail(clash);
  const context = struct.members.find(({ type }) => type.kind === "struct" && type.name === "probe_context");
  return {
    struct: spec.struct,
    sizeBytes: struct.sizeBytes,
    fields,
    context: context && bindContext(context.name, struct, btf, fail),
  };
}

export type Fail = (message: string) => never;

function bindContext(member: string, struct: BtfStruct, btf: Btf, fail: Fail) {
  const { always, onRequest } = contextFields(member);
  return {
    always: bindFields(always, struct, btf, fail),
    onRequest: bindFields(onRequest, struct, btf, fail),
  };
}

/** @param fail is given what does not fit, in words */
export function bindFields(fields: Fields, struct: BtfStruct, btf: Btf, fail: Fail): BoundField[] {
  return Object.entries(fields).map(([name, field]) => bindField(name, field, struct, btf, fail));
}

function bindField(name: string, field: Field, struct: BtfStruct, btf: Btf, fail: Fail): BoundField {
  const bound = {
    name,
    field,
    map: field.map,
    offsetBytes: 0,
    type: struct,
    bit: 0,
    names: undefined,
    fields: [],
  };
  switch (field.kind) {
    case "group":
      return { ...bound, fields: bindFields(field.fields ?? {}, struct, btf, fail) };
    case "flag":
      return { ...bound, bit: bindFlag(name, field.flag ?? "", btf, fail) };
    default: {
      const path = field.from ?? snakeCase(name);
      const member = resolveMember(struct, path);
      if ("missing" in member) {
        return fail(`field ${name}: no member ${member.missing}; it has ${member.present.join(", ")}`);
      }
      const expected = expectation(field.kind, member.type);
      if (expected) {
        fail(`field ${name}: member ${path}: expected ${expected}, found ${describeType(member.type)}`);
      }
      const align = alignmentBytes(member.type);
      if (member.offsetBytes % align !== 0) {
        fail(
          `field ${name}: member ${path}: expected at a multiple of ${align} bytes, found at ${member.offsetBytes}; the struct must not be packed`,
        );
      }
      const problem = argsProblem(field, member.type, btf);
      if (problem) fail(`field ${name}: ${problem}`);
      const fields = field.argsBy
        ? bindFields({ [name]: integer({ from: field.argsBy.number }) }, struct, btf, fail)
        : [];
      const names = field.kind === "enumeration" ? bindEnum(name, field.enum ?? "", btf, fail) : undefined;
      return { ...bound, offsetBytes: member.offsetBytes, type: member.type, names, fields };
    }
  }
}

function bindEnum(name: string, enumName: string, btf: Btf, fail: Fail): EnumNames {
  const found = btf.enum(enumName) ?? fail(`field ${name}: no enum ${enumName} in the object's BTF`);
  return enumNames(found);
}

function bindFlag(name: string, flag: string, btf: Btf, fail: Fail): number {
  const bits = flagBits(btf);
  return bits.get(flag) ?? fail(`field ${name}: no flag ${flag}; there are ${[...bits.keys()].join(", ")}`);
}
