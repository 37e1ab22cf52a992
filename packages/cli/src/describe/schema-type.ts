import type { JsonSchema } from "@probekit/core";

/** A JSON Schema's type in a few words: `integer`, `string or null`, `"exec"`, `64 to 16000`. */
export function describeType(schema: JsonSchema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => String(value)).join("|");
  const name = [schema.type ?? "any"]
    .flat()
    .map((type) => (type === "array" ? `${describeType(schema.items ?? {})}[]` : type))
    .join(" or ");
  return name + range(schema);
}

function range({ minimum, maximum }: JsonSchema): string {
  if (minimum === undefined || typeof maximum !== "number" || maximum >= Number.MAX_SAFE_INTEGER) return "";
  return ` ${minimum} to ${maximum}`;
}
