import { expect, onTestFinished, test } from "vitest";
import { errorOf, open } from "../helpers/objects.js";

function load(skipped?: string) {
  const opened = open("run");
  if (skipped) opened.setAutoload(skipped, false);
  const object = opened.load();
  onTestFinished(() => object.close());
  return object;
}

test("a program runs in the caller's thread, and its result comes back", () => {
  expect(load().run("own_tid")).toBe(process.pid);
});

test("a program is given the arguments that it reads", () => {
  const object = load();
  expect(object.run("wants_context", [7n, 0n])).toBe(1);
  expect(object.run("wants_context", [0n, 7n])).toBe(0);
  expect(errorOf(() => object.run("wants_context", [0n]))).toMatchObject({ errno: "EINVAL" });
  expect(() => object.run("wants_context", [0n, -1n])).toThrow("args[1]: expected 0 to 2^64-1");
});

test.each([
  ["that is not there", undefined, "missing", "ENOENT", "no such program"],
  ["that was not loaded", "own_tid", "own_tid", "ENOENT", "the program was not loaded"],
  ["that wants a context", undefined, "wants_context", "EINVAL", ""],
])("a program %s is refused", (_, skipped, program, errno, reason) => {
  const error = errorOf(() => load(skipped).run(program));
  expect(error).toMatchObject({ errno, syscall: "run" });
  expect(error.message).toContain(`run/${program}`);
  expect(error.message).toContain(reason);
});

test("a program of a closed object cannot be run", () => {
  const object = load();
  object.close();
  expect(errorOf(() => object.run("own_tid"))).toMatchObject({ code: "ERR_CLOSED", errno: "EBADF" });
});
