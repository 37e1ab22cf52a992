import { describe, expect, test } from "vitest";
import { CompileError } from "../../../src/build/compile-error.js";
import { explainBuildError } from "../../../src/build/problems/explain.js";
import { problemText } from "../../../src/build/problems/problem.js";
import { ProbeError } from "../../../src/errors/probe-error.js";

const nowhere = "/nonexistent";
const text = (error: unknown) => problemText(explainBuildError(error, nowhere));

describe("a problem of a build", () => {
  test("of the verifier, that is not known, comes whole", () => {
    const error = new ProbeError("ERR_LOAD", {
      ...{ probe: "mine", operation: "load", object: "mine.bpf.o", errno: "EINVAL", message: "and no more" },
      log: "libbpf: prog 'on_call': -- BEGIN PROG LOAD LOG --\n0: (95) exit\nsomething new\nand no more\n-- END PROG LOAD LOG --\n",
    });
    expect(text(error)).toBe(
      "mine: load on_call of mine.bpf.o: EINVAL: and no more\n  something new\n  and no more\n",
    );
  });

  test("of a contract is told without places where there are no sources, with the way out", () => {
    const error = new ProbeError("ERR_API_VERSION", { probe: "mine", message: "written for version 2" });
    expect(text(error)).toBe(
      "mine: written for version 2\n  → Install versions of the probe and of @probekit/core that belong together.\n",
    );
  });

  test("is known by its shape, as another copy of core throws it", () => {
    const fields = { name: "ProbeError", code: "ERR_CONTRACT", reason: "add it", object: "map calls", log: "" };
    expect(explainBuildError(Object.assign(new Error("mine: bind map calls: add it"), fields), nowhere)).toEqual({
      ...{ title: "mine: bind map calls: add it", places: [], reason: undefined, log: "", readLog: false },
      remedy: "Correct the probe's `defineProbe` call or its `.bpf.c`; the message names the member.",
    });
  });

  test("of a compiler that is not there says what to install, once", () => {
    expect(text(new CompileError("no clang; apt-get install clang"))).toBe("no clang; apt-get install clang\n");
  });

  test("of C is told in the compiler's words, with its place", () => {
    const message = "bpf/mine.bpf.c:7:9: error: expected ';' after expression\n    7 |  x\n";
    expect(text(new CompileError(message))).toBe(
      `compile ${nowhere}/bpf/mine.bpf.c: expected ';' after expression\n  ${nowhere}/bpf/mine.bpf.c:7:9\n${message}`,
    );
  });

  test.each([
    ["'bpf/bpf_helpers.h' file not found", /apt-get install libbpf-dev/],
    ["'linux/types.h' file not found", /apt-get install linux-libc-dev/],
    ["no member named 'nope' in 'struct task_struct'", /preserve_access_index/],
    ["unknown type name '__u64'", /#include <probekit\/probe\.bpf\.h>/],
    ["Looks like the BPF stack limit is exceeded. Please move", /per-CPU array map/],
  ])("of C: %s: has a remedy", (message, remedy) => {
    const error = new CompileError(`bpf/mine.bpf.c:3:10: fatal error: ${message}\n`);
    expect(explainBuildError(error, nowhere).remedy).toMatch(remedy);
  });

  test.each([
    [
      "in its line",
      "use of undeclared identifier 'SECC'; did you mean 'SEC'?\n",
      /^did you mean SEC\? If not, begin the \.bpf\.c with/,
    ],
    [
      "in a note",
      "call to undeclared function 'probe_submi'; ISO C99\n  3 | probe_submi()\na.h:1:1: note: did you mean 'probe_submit'?\n",
      /^did you mean probe_submit\? If not, begin the \.bpf\.c with/,
    ],
    ["of another error", "call to undeclared function 'x'\nb.c:9:9: error: expected ')'; did you mean ')'?\n", undefined],
  ])("of C: what clang takes a name for comes first, as said %s", (_, message, remedy) => {
    const told = explainBuildError(new CompileError(`bpf/mine.bpf.c:3:10: error: ${message}`), nowhere).remedy;
    if (remedy) expect(told).toMatch(remedy);
    else expect(told).toBeUndefined();
  });

  test.each([
    ["probe_table_rows", "probe_table_row"],
    ["probe_submi", "probe_submit"],
    ["PROBE_RECRD", "PROBE_RECORD"],
  ])("of C: %s is like a name that is for probes, whatever clang says", (name, like) => {
    const error = `bpf/mine.bpf.c:3:10: error: call to undeclared function '${name}'; ISO C99\na.h:1:1: note: did you mean 'probekit_x'?\n`;
    const told = explainBuildError(new CompileError(error), nowhere).remedy;
    expect(told).toMatch(new RegExp(`^did you mean ${like}\\? If not,`));
  });

  test("of any other kind is its message", () => {
    expect(text(new TypeError("x is not a function"))).toBe("x is not a function\n");
  });
});
