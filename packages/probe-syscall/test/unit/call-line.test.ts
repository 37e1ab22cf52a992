import { expect, test } from "vitest";
import { type CallEvent, callLine } from "../../src/call-line.js";
import { takenArguments } from "../../src/taken-arguments.js";

const ok = { abi: "x86-64", ret: 0n, errno: null };

test.each<[CallEvent, string]>([
  [
    {
      ...ok,
      syscall: "openat",
      args: { dfd: "AT_FDCWD", filename: "a\nb", flags: "O_RDONLY", mode: "0177" },
    },
    'openat(AT_FDCWD, "a\\nb", O_RDONLY) = 0',
  ],
  [
    { ...ok, syscall: "write", ret: 9n, args: { fd: 1, buf: "6162", count: 9n, truncated: ["buf"] } },
    'write(1, "ab"..., 9) = 9',
  ],
  [{ ...ok, syscall: "brk", ret: 4096n, args: { brk: 0n } }, "brk(NULL) = 0x1000"],
  [
    { ...ok, syscall: "chdir", ret: -14n, errno: "EFAULT", args: { filename: { address: 16n } } },
    "chdir(0x10) = -1 EFAULT",
  ],
  [
    { ...ok, syscall: "chdir", ret: -14n, errno: "EFAULT", args: { filename: null } },
    "chdir(NULL) = -1 EFAULT",
  ],
  [{ ...ok, syscall: "pause", ret: -514n, errno: "ERESTARTNOHAND", args: {} }, "pause() = ? ERESTARTNOHAND"],
  [{ ...ok, syscall: "exit_group", ret: null, args: { errorCode: 1 } }, "exit_group(1) = ?"],
  [{ ...ok, syscall: "umask", ret: 18n, args: { mask: "077" } }, "umask(077) = 022"],
  [
    {
      ...ok,
      syscall: "getpid",
      abi: "i386",
      ret: 7n,
      args: { arg0: 0n, arg1: 16n, arg2: 1n, arg3: 1n, arg4: 1n, arg5: null },
    },
    "getpid(0, 0x10, 0x1, 0x1, 0x1, NULL) = 7",
  ],
  [{ ...ok, syscall: "close", args: {} }, "close(...) = 0"],
])("%o is one line", (event, line) => {
  expect(callLine(event)).toBe(line);
});

test.each([
  ["open", { flags: "O_RDONLY" }, 2],
  ["open", { flags: "O_WRONLY|O_CREAT" }, 3],
  ["fcntl", { cmd: "F_GETFD" }, 2],
  ["futex", { op: "FUTEX_WAKE_PRIVATE" }, 3],
  ["futex", { op: "FUTEX_WAIT_BITSET|FUTEX_CLOCK_REALTIME" }, 6],
  ["prctl", { option: "PR_SET_NAME" }, 2],
  ["read", {}, Number.POSITIVE_INFINITY],
])("%s with %o takes %d arguments", (call, values, taken) => {
  expect(takenArguments(call, values)).toBe(taken);
});
