import { expect, test } from "vitest";
import { NONE, STR, STR_ARR } from "../../../src/args/bytes.js";
import { LONG } from "../../../src/args/scalars.js";
import { SOCKADDR } from "../../../src/args/socket-address.js";
import { argAddress, argPort, args } from "../../../src/contract/args.js";
import { record } from "../../../src/contract/record.js";
import { eventSchema } from "../../../src/manifest/json-schema.js";

test("the JSON Schema of typed arguments allows each to be missing", () => {
  const { properties, required } = eventSchema(
    "demo",
    "called",
    record("call", "", {
      call: args({ path: STR, unused: NONE, argv: STR_ARR, offset: LONG }, { describe: "its arguments" }),
      remoteAddress: argAddress(1, { describe: "of the peer" }),
      remotePort: argPort(1),
    }),
  );
  expect(required).toEqual(expect.arrayContaining(["call", "remoteAddress", "remotePort"]));
  const names = { type: "string", enum: ["path", "argv", "offset"] };
  expect(properties).toMatchObject({
    call: {
      type: "object",
      description: "its arguments",
      properties: {
        path: { type: ["string", "null"] },
        argv: { type: ["array", "null"], items: { type: "string" } },
        offset: { type: ["string", "null"], pattern: "^-?\\d+$" },
        truncated: { type: "array", items: names },
        unreadable: { type: "array", items: names },
      },
      required: ["path", "argv", "offset"],
    },
    remoteAddress: { type: ["string", "null"], description: "of the peer" },
    remotePort: { type: ["integer", "null"], minimum: 0, maximum: 65535 },
  });
  expect(properties?.call?.properties).not.toHaveProperty("unused");
});

test("that of a socket address has what the families have, and only the family always", () => {
  const { properties } = eventSchema(
    "demo",
    "called",
    record("call", "", { call: args({ peer: SOCKADDR }) }),
  );
  expect(properties?.call?.properties?.peer).toMatchObject({
    type: ["object", "null"],
    required: ["family"],
  });
});
