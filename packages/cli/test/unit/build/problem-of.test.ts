import { mkdirSync } from "node:fs";
import path from "node:path";
import { CompileError } from "@probekit/core/build";
import { expect, test } from "vitest";
import { problemOf } from "../../../src/build/problem-of.js";
import { put, scratchFolder } from "../discovery/packages.js";

const message = "bpf/mine.bpf.c:1:1: error: expected ';'";

test("what compilers say is told with its place", () => {
  const folder = scratchFolder();
  put(path.join(folder, "bpf/mine.bpf.c"), "int mine\n");
  expect(problemOf(new CompileError(message), folder).places).toHaveLength(1);
});

test("what compilers say is told also where the sources cannot be read", () => {
  const folder = scratchFolder();
  mkdirSync(path.join(folder, "bpf/not-a-file.h"), { recursive: true });
  expect(problemOf(new CompileError(message), folder)).toMatchObject({ title: message, places: [] });
});
