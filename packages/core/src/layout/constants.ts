import type { Constants } from "../contract/attach.js";
import { ProbeError } from "../errors/probe-error.js";
import type { BtfVariable } from "../kernel/btf.js";
import type { OpenedObject } from "../kernel/kernel.js";

/**
 * Sets `const volatile` variables of an object before it is loaded.
 *
 * @throws {ProbeError} `ERR_CONTRACT` for a variable that is not there or is not a number.
 */
export function setConstants(probe: string, object: OpenedObject, constants: Constants): void {
  for (const [name, value] of Object.entries(constants)) {
    const fail = (message: string): never => {
      throw new ProbeError("ERR_CONTRACT", {
        probe,
        operation: "configure",
        object: `variable ${name}`,
        message,
      });
    };
    const variable = object.btf.variable(name) ?? fail("not in the object; is it a global `const volatile`?");
    if (!variable.section.startsWith(".rodata"))
      fail(`in ${variable.section}; it must be \`const volatile\``);
    object.setData(variable.section, variable.offsetBytes, encodeNumber(variable, value, fail));
  }
}

function encodeNumber(
  { type }: BtfVariable,
  value: number | bigint | boolean,
  fail: (message: string) => never,
) {
  if (type.kind !== "int" && type.kind !== "enum") return fail("only integers, enums and bools can be set");
  if (typeof value === "number" && !Number.isInteger(value)) return fail(`${value} is not a whole number`);
  const exact = BigInt(value);
  const bits = type.sizeBytes * 8;
  const fits = type.signed ? BigInt.asIntN(bits, exact) === exact : BigInt.asUintN(bits, exact) === exact;
  if (!fits)
    return fail(`${value} does not fit ${type.signed ? "a signed" : "an unsigned"} ${bits}-bit integer`);

  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt.asIntN(64, exact));
  return bytes.subarray(0, type.sizeBytes);
}
