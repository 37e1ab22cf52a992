import { expect, test } from "vitest";
import { FixtureReader } from "../../../src/testing/fixtures/decode.js";
import { layoutOf } from "../../../src/testing/fixtures/layout.js";
import { calledRecord, demo } from "../../support/demo.js";
import { FakeKernel } from "../../support/kernel.js";

/** As a fixture's file has it. */
const layout = JSON.parse(JSON.stringify(layoutOf(demo, new FakeKernel())));

/** A record without what the ring puts before it. */
const bytes = calledRecord(7).subarray(8);

test("a layout that was written to a file reads the records that it is of", () => {
  expect(new FixtureReader(demo, layout).event(bytes)).toEqual({
    ...{ probe: "demo", event: "called", time: "1970-01-01T00:00:00.000000Z", number: "7" },
    ...{ pid: 0, tid: 0, ppid: 0, uid: 0, gid: 0, comm: "" },
  });
});

test.each([
  ["of an event that there is not", Buffer.from(bytes).fill(9, 10, 11), "demo has no event of number 9"],
  ["that is too short", bytes.subarray(0, 40), "has 40 bytes, fewer than its struct"],
])("a record %s cannot be read", (_, record, message) => {
  expect(() => new FixtureReader(demo, layout).event(record)).toThrow(message);
});

test("a layout that has lost a member does not fit the contract", () => {
  const [[name, struct]] = layout.structs.filter(([name]: [string]) => name === "demo_called");
  const members = struct.members.filter((member: { name: string }) => member.name !== "number");
  const changed = { ...layout, structs: [[name, { ...struct, members }]] };
  expect(() => new FixtureReader(demo, changed)).toThrow("field number: no member number");
});
