import { expect, test } from "vitest";
import { hasRights, rights } from "../../../src/run/rights.js";

const status = (bits: string) => `CapPrm:\t000001ffffffffff\nCapEff:\t${bits}\nCapBnd:\t000001ffffffffff\n`;

test.each([
  ["root has, whatever it holds", 0, "0000000000000000", true],
  ["a user has none", 1000, "0000000000000000", false],
  ["a user with what tracing does not matter to has none", 1000, "0000000000000400", false],
  ["a service that may load programs has", 1000, "000000c000000000", true],
  ["one that may read every file has", 1000, "0000000000000004", true],
])("%s rights that what is loaded would have too", (_, euid, effective, expected) => {
  expect(hasRights(euid, rights(status(effective)))).toBe(expected);
});
