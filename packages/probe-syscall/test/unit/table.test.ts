import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { byId, syscallId, syscallName, syscalls } from "../../src/calls.js";
import { syscallRows } from "../../src/generated/syscalls.js";

const headers = [
  ["x86-64", "/usr/include/x86_64-linux-gnu/asm/unistd_64.h"],
  ["i386", "/usr/include/x86_64-linux-gnu/asm/unistd_32.h"],
] as const;

describe.each(headers)("numbers of %s", (abi, header) => {
  test("are those of this machine's headers", ({ skip }) => {
    if (!existsSync(header)) skip(`there is no ${header}`);
    const text = readFileSync(header, "utf8");
    const defined = [...text.matchAll(/^#define __NR_(\w+)\s+(\d+)$/gm)].map(
      ([, name = "", number]) => [name, Number(number)] as const,
    );
    expect(defined.length).toBeGreaterThan(300);
    const found = defined.map(([name, number]) => [name, byId.get(syscallId(abi, number))?.name]);
    expect(found).toEqual(defined.map(([name]) => [name, name]));
  });
});

test("arm64 has the generic numbers", () => {
  const numbers = ["io_setup", "getcwd", "openat", "read", "exit_group", "clone3", "mseal"].map((name) =>
    syscalls.find((call) => call.name === name)?.numbers.get("arm64"),
  );
  expect(numbers).toEqual([0, 17, 56, 63, 94, 435, 462]);
});

test("a number is told with its ABI, and one of no call as what it is", () => {
  expect(syscallName(syscallId("x86-64", 20))).toBe("writev");
  expect(syscallName(syscallId("i386", 20))).toBe("getpid");
  expect(syscallName(syscallId("arm", 20))).toBe("syscall_20");
  expect(syscallName(syscallId("x86-64", 0x40000000 + 39))).toBe("syscall_1073741863");
});

test("every argument is of a kind that there is, and no call has more than six", () => {
  for (const { name, args } of syscalls) expect(Object.keys(args ?? {}).length, name).toBeLessThan(7);
  expect(syscalls.length).toBe(syscallRows.length);
});

test("calls of several generations are in the classes of the first", () => {
  const classesOf = (name: string) => syscalls.find((call) => call.name === name)?.classes;
  expect(classesOf("stat64")).toEqual(classesOf("stat"));
  expect(classesOf("futex_time64")).toEqual(classesOf("futex"));
});
