import { expect, test } from "vitest";
import { formatLog } from "../../../src/session/log.js";

test.each<[string, bigint[], string]>([
  ["no entry for %u", [42n], "no entry for 42"],
  ["%d and %u of one word", [0xffffffffn, 0xffffffffn], "-1 and 4294967295 of one word"],
  [
    "%lx %llu %ld",
    [0xdeadbeefdeadbeefn, 2n ** 63n, 2n ** 64n - 1n],
    "deadbeefdeadbeef 9223372036854775808 -1",
  ],
  ["100%% of %x", [255n], "100% of ff"],
  ["%u without argument %u", [1n], "1 without argument %u"],
  ["%s is not known", [1n], "%s is not known"],
])("%s", (format, args, text) => {
  expect(formatLog(format, args)).toBe(text);
});
