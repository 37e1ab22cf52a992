import { type ArgTypeName, argTypeNumbers } from "../../src/args/arg-type.js";
import type { BtfEnum } from "../../src/kernel/btf.js";
import { data, struct, u32 } from "./btf.js";

/** `struct probe_args` and `enum probe_arg_type` of probekit/args.h. */
export const probeArgs = struct("probe_args", { data, count: u32, reserved: u32 });
export const argTypeEnum: BtfEnum = {
  name: "probe_arg_type",
  sizeBytes: 4,
  values: Object.entries(argTypeNumbers).map(([name, value]) => ({
    name: `${name}_T`,
    value: BigInt(value),
  })),
};

/** An argument as a program writes it. */
export interface WireArg {
  readonly index: number;
  readonly type: ArgTypeName | number;
  readonly flags?: number;
  readonly payload: Uint8Array | bigint | string;
}

/** A block of arguments, each padded to 8 bytes. */
export function argsBlock(list: readonly WireArg[]): Buffer {
  return Buffer.concat(list.map(wireArg));
}

function wireArg({ index, type, flags = 0, payload }: WireArg): Buffer {
  const content = payloadBytes(payload);
  const bytes = Buffer.alloc(8 + Math.ceil(content.length / 8) * 8);
  bytes.writeUInt8(index, 0);
  bytes.writeUInt8(typeof type === "number" ? type : argTypeNumbers[type], 1);
  bytes.writeUInt8(flags, 2);
  bytes.writeUInt32LE(content.length, 4);
  bytes.set(content, 8);
  return bytes;
}

function payloadBytes(payload: WireArg["payload"]): Uint8Array {
  if (typeof payload !== "bigint") return Buffer.from(payload);
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt.asUintN(64, payload));
  return bytes;
}
