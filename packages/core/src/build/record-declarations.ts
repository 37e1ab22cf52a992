import { ProbeError } from "../errors/probe-error.js";
import { suggest } from "../errors/suggest.js";
import type { BtfStruct } from "../kernel/btf.js";
import type { Kernel } from "../kernel/kernel.js";
import { btfStrings } from "./btf-strings.js";
import { fieldLines } from "./field-call.js";

/**
 * What a contract has to say of structs in an object, as TypeScript to paste: a `record(…)` for
 * each that begins with `struct probe_header`, of others the fields.
 *
 * @param image the compiled object
 * @param structs their tags; without any, all that `PROBE_RECORD` names, and a `table(…)` for each
 * `PROBE_TABLE`
 * @throws {ProbeError} `ERR_RECORD_LAYOUT` for a struct that is not there
 */
export function recordDeclarations(image: Uint8Array, structs: readonly string[], kernel: Kernel): string {
  const object = kernel.openObject(image, { name: "types" });
  const names = btfStrings(image).toString("utf8").split("\0");
  /* Variables and structs that probekit/config.bpf.h and table.bpf.h declare. */
  const declared = (prefix: string) =>
    names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  const records = declared("probekit_record_");
  const find = (name: string) => object.btf.struct(name) ?? missing(name, records);
  try {
    if (structs.length > 0) return structs.map((name) => declaration(find(name))).join("\n");
    const tables = declared("probekit_bank_").map((map) => tableDeclaration(map, find));
    return [...records.map((name) => declaration(find(name))), ...tables].join("\n");
  } finally {
    object.close();
  }
}

function missing(struct: string, records: readonly string[]): never {
  throw new ProbeError("ERR_RECORD_LAYOUT", {
    operation: "describe",
    object: `struct ${struct}`,
    message: `not in the object's BTF; add PROBE_RECORD(${struct}); to the .bpf.c, or correct the name${suggest(struct, records)}`,
  });
}

function declaration(struct: BtfStruct): string {
  const [header] = struct.members;
  const isRecord = header?.type.kind === "struct" && header.type.name === "probe_header";
  return isRecord
    ? `record("${struct.name}", "…", ${literal(fieldLines(struct))})\n`
    : `/* struct ${struct.name} */ ${literal(fieldLines(struct))}\n`;
}

/** Of a table the members of the value come before those of the key; of two of one name, it is the value's. */
function tableDeclaration(map: string, find: (name: string) => BtfStruct): string {
  const [key, value] = ["key", "value"].map((member) => {
    const type = find(`probekit_bank_${map}`).members.find(({ name }) => name === member)?.type;
    if (type?.kind === "pointer" && type.target.startsWith("struct "))
      return find(type.target.replace(/^struct /, ""));
    throw new ProbeError("ERR_RECORD_LAYOUT", {
      operation: "describe",
      object: `map ${map}`,
      message: `its ${member} is no struct; make one of it, so that its fields have names`,
    });
  }) as [BtfStruct, BtfStruct];
  const members = key.members.filter(({ name }) => !value.members.some((member) => member.name === name));
  const lines = [...fieldLines(value), ...fieldLines({ ...key, members })];
  const order = lines.map((line) => /^(\w+): (integer|id|durationMs)\(/.exec(line)?.[1]).find(Boolean);
  const orders = order === undefined ? "" : ` ${order}: ["${order}"] `;
  return `table({ key: "${key.name}", value: "${value.name}" }, "…", ${literal(lines)}, { orders: {${orders}} })\n`;
}

function literal(lines: readonly string[]): string {
  return `{\n${lines.map((line) => `  ${line}\n`).join("")}}`;
}
