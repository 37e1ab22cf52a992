import type { ArgTypes } from "../../src/args/arg-type.js";
import { BYTES, NONE, STR, STR_ARR } from "../../src/args/bytes.js";
import { IOCTL_CMD } from "../../src/args/event-flags.js";
import { MODE, OPEN_FLAGS } from "../../src/args/file-flags.js";
import { CAP, CLONE_FLAG, FUTEX_OP, SIGNAL } from "../../src/args/process-flags.js";
import { INT, LONG, POINTER, UINT, ULONG } from "../../src/args/scalars.js";
import { SOCK_PROTO, SOCK_TYPE } from "../../src/args/socket.js";
import { SOCKADDR } from "../../src/args/socket-address.js";
import { CRED, FILE, INT_PAIR, TIMESPEC } from "../../src/args/structs.js";
import { arg, argAddress, argFamily, argPort, args } from "../../src/contract/args.js";
import { argsBy } from "../../src/contract/args-by.js";
import { type Fields, integer, string } from "../../src/contract/fields.js";

const contents = {
  ...{ string: STR, array: STR_ARR, bytes: BYTES, address: SOCKADDR },
  ...{ file: FILE, time: TIMESPEC, pair: INT_PAIR, cred: CRED },
};
const scalars = {
  ...{ int: INT, uint: UINT, long: LONG, ulong: ULONG },
  ...{ pointer: POINTER, unused: NONE, flags: OPEN_FLAGS, protocol: SOCK_PROTO },
};
const words = {
  ...{ mode: MODE, type: SOCK_TYPE, clone: CLONE_FLAG, cap: CAP },
  ...{ signal: SIGNAL, futex: FUTEX_OP, ioctl: IOCTL_CMD },
};
const byNumber = new Map<number, ArgTypes>([
  [1, contents],
  [2, scalars],
  [3, words],
]);

/** What the records of the corpus mean: event 1 is the first. Each way of reading an argument is there. */
export const contracts: readonly Fields[] = [
  {
    ...{ number: integer(), note: string(), args: args(contents), made: args(scalars) },
    ...{ family: argFamily(3), remote: argAddress(3), port: argPort(3), array: arg(1, STR_ARR) },
  },
  { note: string(), args: args(scalars), made: args(words) },
  {
    args: argsBy("number", byNumber, { first: POINTER, second: UINT }),
    made: argsBy("number", byNumber, { first: STR, second: TIMESPEC }),
  },
];
