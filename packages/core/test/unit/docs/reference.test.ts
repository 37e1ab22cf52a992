import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const read = (path: string) => readFileSync(fileURLToPath(new URL(path, import.meta.url)), "utf8");

const reference = read("../../../../../docs/reference.md");

/** The first cells of the tables' rows, as names; each with what is said of it. */
const rows = [...reference.matchAll(/^\| `(?:(?:struct|enum) )?(\w+)[^|]*` \| (.*) \|$/gm)].map(
  ([, name = "", text = ""]) => ({ name, text }),
);
const names = rows.map(({ name }) => name);

/** What a probe's program may use of a header: definitions whose names are not probekit's own. */
function publicNames(header: string): string[] {
  const definitions = [
    /^#define ((?:PROBE|ARG|probe)(?:_\w+)?)\b/gm,
    /^(?:static __always_inline|__noinline)[^;{}()]*?\b(probe_\w+)\(/gm,
    /^(?:struct|enum) (probe_\w+) \{/gm,
  ];
  return definitions
    .flatMap((definition) => [...header.matchAll(definition)].map(([, name = ""]) => name))
    .filter((name) => !name.endsWith("_H"));
}

const include = new URL("../../../include/probekit/", import.meta.url);
const headers = readdirSync(include)
  .filter((name) => name !== "vmlinux.bpf.h")
  .map((name) => readFileSync(new URL(name, include), "utf8"));
const inHeaders = [...new Set(headers.flatMap(publicNames))].sort();

/** The members of an interface of the contract. */
function membersOf(source: string, interfaceName: string): string[] {
  const from = source.search(new RegExp(`^(?:export )?interface ${interfaceName}\\b`, "m"));
  const body = source.slice(from, source.indexOf("\n}\n", from));
  return [...body.matchAll(/^ {2}(?:readonly (\w+)\??:|(\w+)\()/gm)].map(
    ([, name, method = ""]) => name ?? method,
  );
}

const probe = read("../../../src/contract/probe.ts");
const inContract = [
  ...membersOf(probe, "ProbeDefinition"),
  ...membersOf(probe, "Column"),
  ...contractFunctions(read("../../../src/index.ts")),
];

/** What core exports of its contract that is called, and no type. */
function contractFunctions(index: string): string[] {
  return [...index.matchAll(/^export \{([^}]*)\} from "\.\/contract\//gm)]
    .flatMap(([, list = ""]) => list.split(","))
    .map((name) => name.trim())
    .filter((name) => /^[a-z]\w*$/.test(name) && name !== "apiVersion");
}

test("every macro, function and struct of the headers is there", () => {
  expect(inHeaders.length).toBeGreaterThan(100);
  expect(inHeaders.filter((name) => !names.includes(name))).toEqual([]);
});

test("every member and function of the contract is there", () => {
  expect(inContract).toEqual(expect.arrayContaining(["attachPlans", "loses", "record", "usdt", "argsBy"]));
  expect(inContract.filter((name) => !names.includes(name))).toEqual([]);
});

const inKernelTests = [
  ...["KernelTestOptions", "KernelTest"].flatMap((name) =>
    membersOf(read("../../../src/testing/run-kernel-test.ts"), name),
  ),
  ...membersOf(read("../../../src/testing/fixtures/record.ts"), "CaseToRecord"),
  ...membersOf(read("../../../src/testing/vitest/kernel-test.ts"), "Skippable"),
  "plans",
];

test("every option of a kernel test and of a fixture's case is there", () => {
  expect(inKernelTests).toEqual(expect.arrayContaining(["mayLose", "release", "most"]));
  expect(inKernelTests.filter((name) => !names.includes(name))).toEqual([]);
});

/** What an index exports that is no type. */
function valuesOf(index: string): string[] {
  return [...index.matchAll(/^export \{([^}]*)\} from/gm)]
    .flatMap(([, list = ""]) => list.split(","))
    .map((name) => name.trim())
    .filter((name) => /^\w+$/.test(name));
}

const inTestKit = ["testing", "testing/vitest"].flatMap((folder) =>
  valuesOf(read(`../../../src/${folder}/index.ts`)),
);

test("everything of the test kit is there", () => {
  expect(inTestKit).toEqual(expect.arrayContaining(["kernelTest", "FakeKernel"]));
  expect(inTestKit.filter((name) => !names.includes(name))).toEqual([]);
});

test("nothing is there that does not exist, or of which nothing is said", () => {
  const existing = [...inHeaders, ...inContract, ...inTestKit, ...inKernelTests];
  expect(names.filter((name) => !existing.includes(name))).toEqual([]);
  expect(rows.filter(({ text }) => text.trim() === "")).toEqual([]);
});
