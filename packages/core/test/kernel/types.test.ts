import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as kernel from "@probekit/native";
import { describe, expect, onTestFinished, test } from "vitest";
import { compileBpf } from "../../src/build/compiler.js";
import { packageTypes } from "../../src/build/package-types.js";
import { recordDeclarations } from "../../src/build/record-declarations.js";
import * as fields from "../../src/contract/fields.js";
import { type RecordSpec, record } from "../../src/contract/record.js";
import { type TableSpec, table } from "../../src/contract/table.js";
import { bindRecord } from "../../src/layout/bind.js";
import { bindTables } from "../../src/layout/tables.js";
import { authorPackage } from "../support/author.js";

const packages = fileURLToPath(new URL("../../../", import.meta.url));
const probes = readdirSync(packages).filter((name) => name.startsWith("probe-"));

function compiled(source: string): Buffer {
  const folder = mkdtempSync(path.join(os.tmpdir(), "probekit-types-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const object = path.join(folder, "types.bpf.o");
  compileBpf(source, object);
  return readFileSync(object);
}

/** The first argument of a macro, wherever the probe's C has it. */
function declared(name: string, macro: string): (string | undefined)[] {
  const folder = path.join(packages, name, "bpf");
  const sources = readdirSync(folder).filter((file) => /\.(c|h)$/.test(file));
  const text = sources.map((file) => readFileSync(path.join(folder, file), "utf8")).join("\n");
  return [...text.matchAll(new RegExp(`^${macro}\\((\\w+)`, "gm"))].map(([, argument]) => argument);
}

/** What an author gets who pastes it. */
function pasted(declarations: string): (RecordSpec | TableSpec)[] {
  const scope: Record<string, unknown> = { record, table, ...fields };
  const list = `return [${declarations.replaceAll(/^(\}.*\))$/gm, "$1,")}];`;
  return new Function(...Object.keys(scope), list)(...Object.values(scope)) as (RecordSpec | TableSpec)[];
}

describe("record declarations", () => {
  test.each(probes)("of %s, pasted, bind", (name) => {
    const probe = name.replace("probe-", "");
    const image = compiled(path.join(packages, name, "bpf", `${probe}.bpf.c`));
    const specs = pasted(recordDeclarations(image, [], kernel));
    const object = kernel.openObject(image, { name });
    onTestFinished(() => object.close());
    const records = specs.filter((spec) => "struct" in spec);
    for (const spec of records) bindRecord(probe, spec, object.btf);
    const tables = specs.filter((spec) => "key" in spec);
    const names = declared(name, "PROBE_TABLE");
    const byName = Object.fromEntries(tables.map((spec, index) => [names[index], spec]));
    const bound = bindTables({ name: probe, tables: byName } as never, object);
    expect({
      records: records.map(({ struct }) => struct).sort(),
      tables: bound.map(({ map }) => map),
    }).toEqual({
      records: declared(name, "PROBE_RECORD").sort(),
      tables: names,
    });
  });

  test("are of the package's C as it is, of one struct or of all", () => {
    const folder = authorPackage(
      ["bpf/mine.h", "__u64 times;", "__u64 waited_ns;"],
      ["bpf/mine.bpf.c", "event->times", "event->waited_ns"],
    );
    const declaration = `record("mine_asked", "…", {
  waitedMs: durationMs({ from: "waited_ns" }),
  who: integer(),
  which: integer(),
})
`;
    expect(packageTypes(folder, [], kernel)).toBe(declaration);
    expect(packageTypes(folder, ["mine_asked"], kernel)).toBe(declaration);
    expect(() => packageTypes(folder, ["mine_aksed"], kernel)).toThrow(
      "describe struct mine_aksed: not in the object's BTF; add PROBE_RECORD(mine_aksed); to the .bpf.c, or correct the name; did you mean mine_asked?",
    );
  });
});
