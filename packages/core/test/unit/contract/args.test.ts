import { describe, expect, expectTypeOf, test } from "vitest";
import { NONE, STR, STR_ARR } from "../../../src/args/bytes.js";
import { INT, ULONG } from "../../../src/args/scalars.js";
import { SOCKADDR, type SocketAddress } from "../../../src/args/socket-address.js";
import { arg, argAddress, argPort, args } from "../../../src/contract/args.js";
import type { FieldValues } from "../../../src/contract/fields.js";
import { record } from "../../../src/contract/record.js";

describe("typed arguments in a contract", () => {
  const call = args({ fd: INT, unused: NONE, address: SOCKADDR });

  test("have the mask that the program wants", () => {
    expect(call.mask).toBe(0x0c_00_01n);
  });

  test("give an event their types", () => {
    const spec = record("call", "", {
      call,
      argv: arg(3, STR_ARR),
      size: arg(4, ULONG),
      remoteAddress: argAddress(2),
      remotePort: argPort(2),
    });
    type Values = FieldValues<(typeof spec)["fields"]>;
    type Call = Values["call"];
    expectTypeOf<Call["fd"]>().toEqualTypeOf<number | null>();
    expectTypeOf<Call["address"]>().toEqualTypeOf<SocketAddress | null>();
    expectTypeOf<keyof Call>().toEqualTypeOf<"fd" | "address" | "truncated" | "unreadable">();
    expectTypeOf<Call["truncated"]>().toEqualTypeOf<("fd" | "address")[] | undefined>();
    expectTypeOf<Values["argv"]>().toEqualTypeOf<string[] | null>();
    expectTypeOf<Values["size"]>().toEqualTypeOf<bigint | null>();
    expectTypeOf<Values["remoteAddress"]>().toEqualTypeOf<string | null>();
    expectTypeOf<Values["remotePort"]>().toEqualTypeOf<number | null>();
  });

  test("tell socket addresses apart by what they have", () => {
    const port = (address: SocketAddress) => ("port" in address ? address.port : undefined);
    expectTypeOf(port).returns.toEqualTypeOf<number | undefined>();
  });

  test.each<[string, () => unknown, string]>([
    ["more than 8", () => args(Object.fromEntries([..."abcdefghi"].map((name) => [name, STR]))), "at most 8"],
    ["none that is sent", () => args({ unused: NONE }), "arguments: none is sent; name at least one"],
    ["a name that is a number", () => args({ 0: STR }), "argument 0: the name is not camelCase"],
    [
      "the name of a list of flagged arguments",
      () => args({ truncated: STR }),
      "argument truncated: the name is that of a list beside the arguments",
    ],
    ["an index beyond the mask", () => arg(8, STR), "argument 8: the index must be 0 to 7"],
    [
      "a value of an argument that is not sent",
      () => arg(0, NONE),
      "argument 0: an argument that is not sent",
    ],
  ])("refuse %s", (_, define, message) => expect(define).toThrow(message));
});
