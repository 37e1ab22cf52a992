import { describe, expect, test } from "vitest";
import { type Abi, syscallId, syscallName, syscalls } from "../../src/calls.js";
import { readChoice, wantedConstants } from "../../src/choose.js";
import syscall from "../../src/probe.js";

const native: Abi = process.arch === "arm64" ? "arm64" : "x86-64";

/** The names of the calls whose bits are set. */
function chosen(...entries: string[]): string[] {
  const { wanted_native: words } = wantedConstants(entries);
  const isSet = (number: number) => ((words[number >> 6] as bigint) >> BigInt(number & 63)) & 1n;
  return Array.from({ length: 512 }, (_, number) => number)
    .filter(isSet)
    .map((number) => syscallName(syscallId(native, number)));
}

const names = syscalls.filter(({ numbers }) => numbers.has(native)).map(({ name }) => name);

test("nothing chosen is everything, numbers of no call too", () => {
  expect(chosen()).toEqual(expect.arrayContaining(names));
  expect(wantedConstants([]).wanted_others).toBe(true);
  expect(chosen().length).toBe(512);
});

test("names are these calls alone", () => {
  expect(chosen("openat", "close").sort()).toEqual(["close", "openat"]);
  expect(wantedConstants(["openat"]).wanted_others).toBe(false);
});

test("negations alone leave out of everything", () => {
  const kept = new Set(chosen("!futex", "!%memory"));
  expect(names.filter((name) => !kept.has(name))).toEqual(
    expect.arrayContaining(["futex", "mmap", "munmap", "mprotect"]),
  );
  expect(kept).toContain("openat");
  expect(wantedConstants(["!futex"]).wanted_others).toBe(true);
});

test("a class, less a call of it", () => {
  const files = chosen("%file");
  expect(files).toEqual(expect.arrayContaining(["openat", "unlinkat", "execve", "statx", "renameat2"]));
  expect(files).not.toContain("read");
  expect(chosen("class:file", "!openat")).toEqual(files.filter((name) => name !== "openat"));
});

test("%net is strace's other word for %network, and %%stat has all of that kind", () => {
  expect(chosen("%net")).toEqual(chosen("%network"));
  expect(chosen("%%stat")).toEqual(expect.arrayContaining(["statx", "fstat"]));
});

test("calls of 32-bit programs are chosen by their own numbers", () => {
  const { wanted_compat: words } = wantedConstants(["getpid"]);
  const set = Array.from({ length: 512 }, (_, number) => number).filter(
    (number) => ((words[number >> 6] as bigint) >> BigInt(number & 63)) & 1n,
  );
  expect(set).toEqual(native === "x86-64" ? [20] : []);
});

describe("what is no call", () => {
  test.each([
    ["openatt", "there is no system call openatt; did you mean openat?"],
    ["!clos", "there is no system call clos; did you mean close?"],
    ["%fil", "there is no class fil; did you mean file?"],
    ["", "there is no system call "],
  ])("%j is refused with the nearest", (entry, message) => {
    expect(() => readChoice(entry)).toThrow(message);
    const parsed = syscall.options.safeParse({ calls: [entry] });
    expect(parsed.error?.issues[0]?.message).toContain(message);
  });
});
