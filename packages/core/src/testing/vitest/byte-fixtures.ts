import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { AnyProbe } from "../../contract/probe.js";
import type { Kernel } from "../../kernel/kernel.js";
import { FixtureReader } from "../fixtures/decode.js";
import { type Fixture, type FixtureCase, readFixture, writeFixture } from "../fixtures/fixture.js";
import { layoutOf } from "../fixtures/layout.js";
import { type CaseToRecord, recordFixture } from "../fixtures/record.js";
import { testTimeoutMs } from "../scale.js";

export interface ByteFixturesOptions<P extends AnyProbe> {
  /** `import * as kernel from "@probekit/native"`; it only parses the object, unless it records. */
  readonly kernel: Kernel;
  /** `new URL("fixtures.json", import.meta.url)`; belongs into the repository. */
  readonly file: URL;
  /** What is traced to record it, by the name of the test. */
  readonly cases: Readonly<Record<string, CaseToRecord<P>>>;
}

const howToRecord = "record it, as root: PROBEKIT_RECORD=1 npx vitest run test/fixtures";

/**
 * Records and rows that a real kernel has sent are decoded as they were when they were recorded, with
 * neither a kernel nor rights. With `PROBEKIT_RECORD=1` they are recorded first.
 *
 * ```ts
 * byteFixtures(probe, {
 *   kernel,
 *   file: new URL("fixtures.json", import.meta.url),
 *   cases: { "a command that fails": { command: ["sh", "-c", "exit 3"] } },
 * });
 * ```
 */
export function byteFixtures<P extends AnyProbe>(
  probe: P,
  { kernel, file, cases }: ByteFixturesOptions<P>,
): void {
  describe(`what ${probe.name} has sent`, () => {
    if (process.env.PROBEKIT_RECORD === "1") {
      test("is recorded", { timeout: testTimeoutMs }, async () =>
        writeFixture(file, await recordFixture(probe, kernel, cases)),
      );
    }

    for (const name of Object.keys(cases)) {
      test(`${name}: is decoded as it was`, ({ skip }) => {
        const fixture = read(file, skip);
        expectSame(new FixtureReader(probe, fixture.layout), caseOf(fixture, name));
      });
    }

    test("is decoded in the same way by the layout of the object", ({ skip }) => {
      const fixture = read(file, skip);
      const reader = new FixtureReader(probe, layoutOf(probe, kernel));
      for (const name of Object.keys(cases))
        expectSame(reader, caseOf(fixture, name), `the object has changed; ${howToRecord}`);
    });
  });
}

function read(file: URL, skip: (reason: string) => never): Fixture {
  if (!existsSync(file)) throw new Error(`there is no ${file.pathname}; ${howToRecord}`);
  const fixture = readFixture(file);
  if (fixture.arch !== process.arch)
    skip(`it was recorded on ${fixture.arch}: numbers have other names there`);
  return fixture;
}

function caseOf({ cases }: Fixture, name: string): FixtureCase {
  const found = cases.find((one) => one.name === name);
  if (!found || found.records.length + found.rows.length === 0)
    throw new Error(`nothing has been recorded for ${name}; ${howToRecord}`);
  return found;
}

function expectSame(reader: FixtureReader, { records, rows }: FixtureCase, message?: string): void {
  for (const { bytes, event } of records) expect(reader.event(hex(bytes)), message).toEqual(event);
  for (const { table, key, value, row } of rows)
    expect(reader.row(table, hex(key), hex(value)), message).toEqual(row);
}

const hex = (text: string) => Buffer.from(text, "hex");
