import { INT, LONG, POINTER, UINT, ULONG } from "@probekit/core";
import { hex, type Kind, pointer } from "./kind.js";

const decimal = (value: number | bigint) => String(value);

const int: Kind<number> = { type: INT, text: decimal };
const uint: Kind<number> = { type: UINT, text: decimal };
const long: Kind<bigint> = { type: LONG, text: decimal };
const ulong: Kind<bigint> = { type: ULONG, text: decimal };
const bits: Kind<bigint> = { type: ULONG, text: hex };
const address: Kind<bigint> = { type: POINTER, text: pointer };

/** A user or group; the kernel takes -1 for "as it is". */
const owner: Kind<number> = { type: UINT, text: (id) => (id === 0xffffffff ? "-1" : String(id)) };

export const numbers = {
  ...{ INT: int, UINT: uint, LONG: long, ULONG: ulong, HEX: bits, ADDRESS: address },
  ...{ FD: int, ID: owner },
};
