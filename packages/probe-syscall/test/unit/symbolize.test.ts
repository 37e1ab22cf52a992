import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readElf } from "../../src/stack/elf.js";
import { parseMaps } from "../../src/stack/maps.js";
import { symbolize } from "../../src/stack/symbolize.js";

const folder = mkdtempSync(path.join(tmpdir(), "probe-syscall-"));
const library = path.join(folder, "library.so");

/** Addresses of functions, as nm has them. */
function addresses(): Map<string, bigint> {
  const lines = execFileSync("nm", ["--defined-only", library], { encoding: "utf8" }).split("\n");
  return new Map(
    lines.map((line) => [line.split(" ")[2] ?? "", BigInt(`0x${line.split(" ")[0] || "0"}`)] as const),
  );
}

beforeAll(() => {
  writeFileSync(
    path.join(folder, "library.c"),
    "int first(int a) { return a + 1; }\nstatic int second(int a) { return a * 3; }\nint third(int a) { return second(a) + first(a); }\n",
  );
  execFileSync("cc", [
    "-shared",
    "-fPIC",
    "-O0",
    "-Wl,--build-id",
    "-o",
    library,
    path.join(folder, "library.c"),
  ]);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("an ELF file", () => {
  test("has the functions that nm finds, the static ones too", () => {
    const elf = readElf(library);
    /* In a library that was linked as usual, code is where it is in the file. */
    for (const name of ["first", "second", "third"])
      expect(elf?.functionAt((addresses().get(name) as bigint) + 4n)).toEqual({ name, offset: 4 });
    expect(elf?.functionAt(0n)).toBeUndefined();
  });

  test("without its symbols still has those that it exports", () => {
    const at = addresses();
    execFileSync("strip", [library]);
    expect(readElf(library)?.functionAt(at.get("third") as bigint)).toEqual({ name: "third", offset: 0 });
    expect(readElf(library)?.functionAt(at.get("second") as bigint)).toBeUndefined();
  });

  test("has its build id", () => {
    const notes = execFileSync("readelf", ["--notes", library], { encoding: "utf8" });
    expect(readElf(library)?.buildId).toBe(/Build ID: (\w+)/.exec(notes)?.[1]);
  });

  test.each([
    ["missing", undefined],
    ["empty", ""],
    ["text", "no program".repeat(100)],
    ["cut", "\x7fELF\x02\x01"],
  ])("that is %s is none", (name, text) => {
    const file = path.join(folder, name);
    if (text !== undefined) writeFileSync(file, text, "latin1");
    expect(readElf(file)).toBeUndefined();
  });
});

test("of a process's memory only what may be executed is of interest", () => {
  const text = [
    "55d0c0a00000-55d0c0a02000 r--p 00000000 fe:00 1234       /usr/bin/a program",
    "55d0c0a02000-55d0c0a06000 r-xp 00002000 fe:00 1234       /usr/bin/a program",
    "7ffd1c5f2000-7ffd1c5f4000 r-xp 00000000 00:00 0          [vdso]",
    "7f0000000000-7f0000001000 rwxp 00000000 00:00 0",
  ].join("\n");
  expect(parseMaps(text).map(({ start, fileOffset, path }) => [start, fileOffset, path])).toEqual([
    [0x55d0c0a02000n, 0x2000n, "/usr/bin/a program"],
    [0x7ffd1c5f2000n, 0n, "[vdso]"],
    [0x7f0000000000n, 0n, ""],
  ]);
});

test("an address of a process that is gone is just a number", () => {
  expect(symbolize(0x7fffffff, [4096n])).toEqual([
    { address: 4096n, file: null, buildId: null, fileOffset: null, symbol: null },
  ]);
});
