import { camelCase, snakeCase } from "../contract/names.js";
import type { BtfMember, BtfStruct, BtfType } from "../kernel/btf.js";

/** Members that are there for the layout alone. */
const filler = /^(_.*|reserved\d*|padding\d*|pad\d*)$/;

/**
 * The fields of a contract that read a struct's members, as lines of TypeScript: of each the
 * kind that fits its type and name. What the record's header and context fill is left out.
 *
 * @param path the struct's own member with its dot, for members of a nested one
 */
export function fieldLines({ members }: BtfStruct, path = ""): string[] {
  return members.flatMap((member) => memberLines(member, path));
}

function memberLines(member: BtfMember, path: string): string[] {
  const { name, type } = member;
  const isStruct = type.kind === "struct" || type.kind === "union";
  if (isStruct && (type.name === "probe_header" || type.name === "probe_context")) return [];
  if (name === "") return isStruct ? fieldLines(type, path) : [];
  if (filler.test(name)) return [];
  if (member.bitFieldBits > 0) return [`// ${path}${name}: a bit field, which no kind of field reads`];
  if (isStruct && type.name === "probe_args")
    return [`// ${path}${name}: typed arguments; name them with their types: args({ … })`];
  if (isStruct && type.name !== "probe_data") return groupLines(name, type, path);
  const call = fieldCall(name, type);
  if (call === undefined) return [`// ${path}${name}: no kind of field reads it`];
  const { field, kind, first } = call;
  const from = path || snakeCase(field) !== name ? [`{ from: "${path}${name}" }`] : [];
  return [`${field}: ${kind}(${[...first, ...from].join(", ")}),`];
}

function groupLines(name: string, type: BtfStruct, path: string): string[] {
  const inner = fieldLines(type, `${path}${name}.`);
  if (!inner.some((line) => !line.startsWith("//"))) return inner;
  return [`${camelCase(name)}: group({`, ...inner.map((line) => `  ${line}`), "}),"];
}

interface FieldCall {
  readonly field: string;
  /** The function of the contract. */
  readonly kind: string;
  /** Its arguments before the options. */
  readonly first: readonly string[];
}

function fieldCall(name: string, type: BtfType): FieldCall | undefined {
  const call = (kind: string, field = camelCase(name), ...first: string[]): FieldCall => ({ field, kind, first });
  switch (type.kind) {
    case "struct":
      return call("string");
    case "pointer":
      return call("id");
    case "enum":
      return type.name && type.sizeBytes <= 4
        ? call("enumeration", camelCase(name), `"${type.name}"`)
        : call("integer");
    case "array":
      return type.element.sizeBytes === 1 ? call("text") : undefined;
    case "int":
      if (type.sizeBytes > 8) return undefined;
      if (type.encoding === "bool") return call("boolean");
      if (type.signed) return isResult(name) ? call("errno", "errno") : call("integer");
      if (type.sizeBytes < 8) return call("integer");
      if (name.endsWith("_ns")) return call("durationMs", camelCase(name.replace(/_ns$/, "_ms")));
      return call(isCount(name) ? "integer" : "id");
    default:
      return undefined;
  }
}

/** 0 or more, or an errno below 0. */
const isResult = (name: string) => /^(ret|result|retval|err|error|errno)$/.test(name);

/** Other numbers of 64 bits may be inodes or addresses, which must stay exact. */
const isCount = (name: string) => /(^|_)(count|counts|bytes|size|length|total|number|times|offset|calls|reads|writes)$/.test(name);
