import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { ModuleCopies } from "../../../src/dev/module-copies.js";
import { scratchFolder } from "../discovery/packages.js";

const copiesOf = (folder: string, module = "./dist/probe.js") => new ModuleCopies({ folder, module });

test("a copy lies as deep as the original, each beside the one before", () => {
  const folder = scratchFolder();
  const copies = copiesOf(folder, "./dist/src/probe.js");
  const { from, to, file } = copies.next();
  expect(from).toBe(path.join(folder, "dist"));
  expect(path.dirname(to)).toBe(folder);
  expect(file).toBe(path.join(to, "src/probe.js"));
  expect(copies.next().to).not.toBe(to);
});

test("copies are taken away, those of a process that runs by itself alone", () => {
  const folder = scratchFolder();
  const copies = copiesOf(folder);
  const [first, second, third] = [1, 2, 3].map(() => copies.next().to) as [string, string, string];
  const running = path.join(folder, ".probe-dev-1-1");
  /* Above the kernel's limit of process ids. */
  const abandoned = path.join(folder, ".probe-dev-4194305-1");
  for (const name of [first, second, third, running, abandoned]) mkdirSync(name);
  copies.remove(2);
  expect([first, second, third].map(existsSync)).toEqual([false, true, true]);
  copies.remove();
  expect([second, third, running, abandoned].map(existsSync)).toEqual([false, false, true, true]);
  copiesOf(folder);
  expect([running, abandoned].map(existsSync)).toEqual([true, false]);
});

test("a module beside package.json is refused, with what to do", () => {
  expect(() => copiesOf(scratchFolder(), "./probe.js")).toThrow(
    /its module \.\/probe\.js is to lie in a folder of the package, such as dist$/,
  );
});
