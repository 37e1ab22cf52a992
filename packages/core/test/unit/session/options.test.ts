import { expect, test } from "vitest";
import { inRange, sessionSettings } from "../../../src/session/options.js";

const settings = (options: object) => sessionSettings({ kernel: {} as never, probes: [], ...options });

test.each([
  [
    "a size as text",
    { bufferSizeBytes: "4096" },
    "bufferSizeBytes: expected a power of two from 4096 to 1073741824, got '4096'",
  ],
  ["an odd size", { bufferSizeBytes: 4097 }, "bufferSizeBytes: expected a power of two"],
  ["a size beyond the limit", { bufferSizeBytes: 2 ** 31 }, "bufferSizeBytes: expected a power of two"],
  ["a delay of nothing", { maxDelayMs: 0 }, "maxDelayMs: expected a whole number from 1 to 10000, got 0"],
  ["a delay as text", { maxDelayMs: "20" }, "maxDelayMs: expected a whole number from 1 to 10000, got '20'"],
  ["a switch as text", { follow: "no" }, "follow: expected true or false, got 'no'"],
  ["a switch as a number", { namespaces: 1 }, "namespaces: expected true or false, got 1"],
])("%s is refused", (_, options, message) => {
  expect(() => settings(options)).toThrow(`configure ${message}`);
});

test("what is left out has its default", () => {
  expect(settings({})).toEqual({
    bufferSizeBytes: 8 * 1024 * 1024,
    maxFollowed: 65536,
    maxDelayMs: 20,
    namespaces: false,
    names: false,
    visibility: false,
    follow: false,
    filter: {},
  });
});

test.each([0, -1, 1.5, 4194305, Number.NaN, "7", undefined])("%s is no process id", (pid) => {
  expect(() => inRange("follow", "process id", pid as number, 1, 4194304)).toThrow(
    "follow process id: expected a whole number from 1 to 4194304, got ",
  );
});
