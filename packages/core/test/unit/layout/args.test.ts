import { describe, expect, test } from "vitest";
import { STR } from "../../../src/args/bytes.js";
import { INT } from "../../../src/args/scalars.js";
import { arg, argPort, args } from "../../../src/contract/args.js";
import { argsBy } from "../../../src/contract/args-by.js";
import { type Fields, group } from "../../../src/contract/fields.js";
import { record } from "../../../src/contract/record.js";
import { bindRecord } from "../../../src/layout/bind.js";
import { argTypeEnum, probeArgs } from "../../support/args.js";
import { btf, data, header, packed, struct, u32, u64 } from "../../support/btf.js";

const enums = [argTypeEnum];
const call = struct("call", { header, path: data, args: probeArgs });
const types = btf({ structs: [call], enums });
const bind = (fields: Fields, found = types) => bindRecord("demo", record("call", "", fields), found);

describe("binding typed arguments", () => {
  test("finds their member: the field's own for all of them, `args` for one", () => {
    const bound = bind({ args: args({ path: STR }), port: argPort(1), first: arg(0, STR, { from: "args" }) });
    expect(bound.fields.map(({ offsetBytes }) => offsetBytes)).toEqual([24, 24, 24]);
  });

  const wideCount = struct("probe_args", { data, count: u64 });
  test.each<[string, () => unknown, string]>([
    [
      "a member that is none",
      () => bind({ path: args({ it: STR }) }),
      "demo: bind struct call: field path: member path: expected struct probe_args, found struct probe_data",
    ],
    [
      "a record without them",
      () => bind({ port: argPort(1) }, btf({ structs: [struct("call", { header, count: u32 })], enums })),
      "demo: bind struct call: field port: no member args; it has header, count",
    ],
    [
      "arguments by a number that is none",
      () => bind({ args: argsBy("number", new Map(), { it: STR }) }),
      "demo: bind struct call: field args: no member number; it has header, path, args",
    ],
    [
      "arguments by what is no number",
      () => bind({ args: argsBy("path", new Map(), { it: STR }) }),
      "demo: bind struct call: field args: member path: expected an integer of at most 64 bits, found struct probe_data",
    ],
    [
      "another struct probe_args",
      () =>
        bind(
          { args: args({ it: STR }) },
          btf({ structs: [struct("call", { header, args: wideCount })], enums }),
        ),
      "demo: bind struct call: field args: struct probe_args has no count of 4 bytes at 8: the object was built with other headers",
    ],
    [
      "a packed one",
      () =>
        bind(
          { args: args({ it: STR }) },
          btf({
            structs: [packed("call", { header, odd: { ...u32, sizeBytes: 1 }, args: probeArgs })],
            enums,
          }),
        ),
      "member args: expected at a multiple of 4 bytes, found at 17",
    ],
    [
      "types with other numbers",
      () => {
        const values = argTypeEnum.values.map(({ name, value }) => ({ name, value: value + 1n }));
        return bind(
          { args: args({ it: STR }) },
          btf({ structs: [call], enums: [{ ...argTypeEnum, values }] }),
        );
      },
      "demo: bind struct call: field args: enum probe_arg_type has no STR_T = 10: the object was built with other headers",
    ],
    [
      "two types for one argument",
      () => bind({ args: args({ fd: INT, path: STR }), inner: group({ name: arg(0, STR) }) }),
      "demo: bind struct call: field name: argument 0 is STR here and INT in field args",
    ],
  ])("refuses %s", (_, binding, message) => expect(binding).toThrow(message));
});
