import { ProbeError } from "../errors/probe-error.js";
import { type ArgType, argTypeNumbers, mostArgs } from "./arg-type.js";

/**
 * The types of a call's arguments as one number, for a `const volatile __u64` of the object:
 * what `ARG_TYPE0(STR_T) | ARG_TYPE1(SOCKADDR_T)` is in C.
 *
 * @throws {ProbeError} `ERR_CONTRACT` for more than 8
 */
export function argTypes(...types: readonly ArgType[]): bigint {
  if (types.length > mostArgs) {
    throw new ProbeError("ERR_CONTRACT", {
      operation: "define",
      object: "arguments",
      message: `at most ${mostArgs} have room in a mask, got ${types.length}`,
    });
  }
  return types.reduce(
    (mask, { name }, index) => mask | (BigInt(argTypeNumbers[name]) << BigInt(8 * index)),
    0n,
  );
}
