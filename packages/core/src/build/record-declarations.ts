import { ProbeError } from "../errors/probe-error.js";
import { suggest } from "../errors/suggest.js";
import type { BtfStruct } from "../kernel/btf.js";
import type { Kernel } from "../kernel/kernel.js";
import { btfStrings } from "./btf-strings.js";
import { fieldLines } from "./field-call.js";

/**
 * What a contract has to say of structs in an object, as TypeScript to paste: a `record(…)` for
 * each that begins with `struct probe_header`, of others (a table's keys and values) the fields.
 *
 * @param image the compiled object
 * @param structs their tags; without any, all that `PROBE_RECORD` names
 * @throws {ProbeError} `ERR_RECORD_LAYOUT` for a struct that is not there
 */
export function recordDeclarations(image: Uint8Array, structs: readonly string[], kernel: Kernel): string {
  const object = kernel.openObject(image, { name: "types" });
  try {
    const records = recordStructs(image);
    return (structs.length > 0 ? structs : records)
      .map((name) => declaration(object.btf.struct(name) ?? missing(name, records)))
      .join("\n");
  } finally {
    object.close();
  }
}

/** By the names of the variables that `PROBE_RECORD` declares (probekit/config.bpf.h). */
function recordStructs(image: Uint8Array): string[] {
  return btfStrings(image)
    .toString("utf8")
    .split("\0")
    .flatMap((text) => /^probekit_record_(\w+)$/.exec(text)?.[1] ?? []);
}

function missing(struct: string, records: readonly string[]): never {
  throw new ProbeError("ERR_RECORD_LAYOUT", {
    operation: "describe",
    object: `struct ${struct}`,
    message: `not in the object's BTF; add PROBE_RECORD(${struct}); to the .bpf.c, or correct the name${suggest(struct, records)}`,
  });
}

function declaration(struct: BtfStruct): string {
  const lines = fieldLines(struct).map((line) => `  ${line}\n`);
  const [header] = struct.members;
  const isRecord = header?.type.kind === "struct" && header.type.name === "probe_header";
  return isRecord
    ? `record("${struct.name}", "…", {\n${lines.join("")}})\n`
    : `/* struct ${struct.name} */ {\n${lines.join("")}}\n`;
}
