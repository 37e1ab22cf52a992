import type { FieldKind } from "../contract/fields.js";
import type { BtfType } from "../kernel/btf.js";

/** What a kind of field needs of its member, in words; `undefined` when the member is that. */
export function expectation(kind: FieldKind, type: BtfType): string | undefined {
  const integer = (type.kind === "int" || type.kind === "enum") && type.sizeBytes <= 8;
  switch (kind) {
    case "integer":
      return integer ? undefined : "an integer of at most 64 bits";
    case "boolean":
      return integer ? undefined : "a bool or an integer";
    case "id":
      return isUnsigned64(type) ? undefined : "an unsigned 64-bit integer";
    case "durationMs":
      return isUnsigned64(type) ? undefined : "an unsigned 64-bit integer of nanoseconds";
    case "errno":
      return type.kind === "int" && type.signed && integer ? undefined : "a signed integer";
    case "enumeration":
      return integer && type.sizeBytes <= 4 ? undefined : "an integer of at most 32 bits";
    case "text":
      return type.kind === "array" && type.element.sizeBytes === 1 ? undefined : "an array of char";
    case "string":
    case "stringOrNull":
    case "strings":
      return type.kind === "struct" && type.name === "probe_data" ? undefined : "struct probe_data";
    case "args":
    case "arg":
    case "argsBy":
      return type.kind === "struct" && type.name === "probe_args" ? undefined : "struct probe_args";
    case "flag":
    case "group":
      return undefined;
  }
}

/**
 * What a member's offset must be a multiple of: decoders read through typed arrays, which have
 * no elements in between. Only a packed struct has members elsewhere.
 */
export function alignmentBytes(type: BtfType): number {
  switch (type.kind) {
    case "array":
      return alignmentBytes(type.element);
    case "struct":
    case "union":
      return Math.max(1, ...type.members.map((member) => alignmentBytes(member.type)));
    default:
      return Math.min(type.sizeBytes, 8);
  }
}

function isUnsigned64(type: BtfType): boolean {
  return type.kind === "pointer" || (type.kind === "int" && type.sizeBytes === 8 && !type.signed);
}

/** A type as C spells it, about. */
export function describeType(type: BtfType): string {
  switch (type.kind) {
    case "int":
      if (type.encoding === "bool") return "bool";
      return `${type.signed ? "a signed" : "an unsigned"} ${type.sizeBytes * 8}-bit integer`;
    case "float":
      return `a ${type.sizeBytes * 8}-bit float`;
    case "pointer":
      return `${type.target} *`;
    case "enum":
      return `enum ${type.name}`;
    case "array":
      return `an array of ${type.length} × ${describeType(type.element)}`;
    case "struct":
    case "union":
      return `${type.kind} ${type.name || "(anonymous)"}`;
    case "other":
      return `something of ${type.sizeBytes} bytes`;
  }
}
