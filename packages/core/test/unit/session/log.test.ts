import { expect, test } from "vitest";
import { Clock } from "../../../src/decode/clock.js";
import { RecordBuffer } from "../../../src/decode/record-buffer.js";
import { bindLogRecord, formatLog, readLogLine } from "../../../src/session/log.js";
import { btf, logRecord, struct, u32 } from "../../support/btf.js";

test.each<[string, (bigint | string)[], string]>([
  ["no entry for %u", [42n], "no entry for 42"],
  ["%d and %u of one word", [0xffffffffn, 0xffffffffn], "-1 and 4294967295 of one word"],
  [
    "%lx %llu %ld",
    [0xdeadbeefdeadbeefn, 2n ** 63n, 2n ** 64n - 1n],
    "deadbeefdeadbeef 9223372036854775808 -1",
  ],
  ["100%% of %x", [255n], "100% of ff"],
  ["%u without argument %u", [1n], "1 without argument %u"],
  ["%s of %s", ["cat", "%u"], "cat of %u"],
  ["%u for a string, %s for a number", ["cat", 7n], "cat for a string, 7 for a number"],
  ["%p is not known", [1n], "%p is not known"],
])("%s", (format, args, text) => {
  expect(formatLog(format, args)).toBe(text);
});

const read = (length: number, write: (bytes: Buffer) => void = () => {}) => {
  const buffer = new RecordBuffer(512);
  write(buffer.bytes.subarray(8));
  const layout = bindLogRecord(btf({ structs: [logRecord] }));
  return readLogLine({ buffer, clock: new Clock(), layout }, (number) => `probe ${number}`, 8, length);
};

test("a log line is read by the layout of its struct", () => {
  const line = read(424, (bytes) => {
    bytes.writeUInt16LE(3, 8);
    bytes.writeUInt32LE(41, 16);
    bytes.writeUInt32LE(42, 20);
    bytes.writeUInt16LE(2, 24);
    bytes.writeUInt16LE(9, 26);
    bytes.writeUInt32LE(0b0010, 28);
    bytes.writeBigUInt64LE(77n, 32);
    bytes.write("seen %u by %s\0", 64);
    bytes.write("cat\0", 168 + 64);
  });
  const text = "seen 77 by cat";
  expect(line).toEqual({ probe: "probe 3", level: "warn", timeMs: 0, pid: 41, tid: 42, text });
});

test("a text without an end stops with its member", () => {
  expect(read(424, (bytes) => bytes.fill("x", 64, 400))?.text).toBe("x".repeat(104));
});

test("a record too short for a log line is none", () => {
  expect(read(423)).toBeUndefined();
});

test.each([
  ["without the struct", btf({}), "session: bind struct probe_log_record: not in the object's BTF"],
  ["with another", btf({ structs: [struct("probe_log_record", { pid: u32 })] }), "no member tid"],
])("an object %s is refused", (_, types, message) => {
  expect(() => bindLogRecord(types)).toThrow(message);
});
