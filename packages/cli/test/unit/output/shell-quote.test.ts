import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { shellQuote } from "../../../src/output/shell-quote.js";

test.each([
  ["an ordinary argument is bare", "/bin/ls", "/bin/ls"],
  ["an empty argument is seen", "", "''"],
  ["a blank is quoted", "a b", "'a b'"],
  ["what a shell would expand is quoted", "$HOME*", "'$HOME*'"],
  ["a single quote is kept", "it's", "'it'\\''s'"],
  ["a line break does not break the line", "a\nb", "$'a\\nb'"],
  ["an escape sequence is shown", "\x1b[2J", "$'\\x1b[2J'"],
  ["quotes and backslashes beside a control are kept", "\x07'\\", "$'\\x07\\'\\\\'"],
  ["a byte that is not UTF-8 is shown as that byte", "\udcff", "$'\\xff'"],
])("%s", (_, argument, quoted) => {
  expect(shellQuote(argument)).toBe(quoted);
});

test("bash reads back what was quoted", () => {
  const argument = "a'b\\ \x1b\n$(id) ☕\u202e";
  const read = execFileSync("bash", ["-c", `printf %s ${shellQuote(argument)}`], {
    env: { ...process.env, LC_ALL: "C.UTF-8" },
  });
  expect(read.toString()).toBe(argument);
});
