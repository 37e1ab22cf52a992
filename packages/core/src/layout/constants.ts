import type { Constant, Constants } from "../contract/attach.js";
import { ProbeError } from "../errors/probe-error.js";
import type { BtfType } from "../kernel/btf.js";
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
    object.setData(variable.section, variable.offsetBytes, encode(variable.type, value, fail));
  }
}

type Fail = (message: string) => never;

function encode(type: BtfType, value: Constant | readonly Constant[], fail: Fail): Buffer {
  if (!isList(value)) return encodeNumber(type, value, fail);
  if (type.kind !== "array") return fail("a list is for an array");
  if (type.length !== value.length)
    return fail(`an array of ${type.length}; the list has ${value.length} numbers`);
  return Buffer.concat(value.map((element) => encodeNumber(type.element, element, fail)));
}

/* Array.isArray() does not know readonly lists. */
function isList(value: Constant | readonly Constant[]): value is readonly Constant[] {
  return typeof value === "object";
}

function encodeNumber(type: BtfType, value: Constant, fail: Fail): Buffer {
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
