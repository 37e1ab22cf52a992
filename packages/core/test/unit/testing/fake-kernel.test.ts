import { expect, test } from "vitest";
import { openSession } from "../../../src/session/open.js";
import { demo } from "../../support/demo.js";
import { FakeKernel } from "../../support/kernel.js";

function open() {
  const kernel = new FakeKernel();
  return { kernel, session: openSession({ kernel, probes: [demo] }) };
}

test("an event arrives with what the test gives it", async () => {
  const { kernel, session } = open();
  kernel.arrive(demo, "called", { number: 5, context: { pid: 7, comm: "worker" } });
  session.stop();
  const events = [];
  for await (const event of session) events.push(event);
  expect(events).toMatchObject([
    { probe: "demo", event: "called", number: 5n, pid: 7, comm: "worker", uid: 0 },
  ]);
  await session.close();
  expect([...kernel.open]).toEqual([]);
});

test("what is lost rises, and is told", async () => {
  const { kernel, session } = open();
  kernel.lose("demo", "ring_full", 2);
  kernel.lose("demo", "ring_full", 1);
  expect(session.stats().lost).toEqual([{ probe: "demo", cause: "ringFull", count: 3 }]);
  await session.close();
});

test.each([
  ["load", "EPERM", "ERR_LOAD_DENIED"],
  ["load", "EINVAL", "ERR_LOAD"],
  ["attach on_call", "ENOENT", "ERR_ATTACH"],
])("%s is refused with %s", (call, errno, code) => {
  const kernel = new FakeKernel();
  kernel.refuse(`demo ${call}`, errno);
  expect(() => openSession({ kernel, probes: [demo] })).toThrow(expect.objectContaining({ code, errno }));
  expect([...kernel.open]).toEqual([]);
});

test("the verifier's words are those that the test gives", () => {
  const kernel = new FakeKernel();
  kernel.refuse("demo load", "EACCES", "R1 invalid mem access 'scalar'\nprocessed 3 insns");
  expect(() => openSession({ kernel, probes: [demo] })).toThrow(/R1 invalid mem access 'scalar'/);
});

test("more arrives at once than one reading takes", async () => {
  const { kernel, session } = open();
  const count = 20_000;
  for (let number = 0; number < count; number++) kernel.arrive(demo, "called", { number });
  session.stop();
  let events = 0;
  for await (const { number } of session) expect(number).toBe(BigInt(events++));
  expect(events).toBe(count);
  await session.close();
});

test("an event that cannot arrive is an error of the test", async () => {
  const closed = new FakeKernel();
  expect(() => closed.arrive(demo, "called", {})).toThrow("no session of demo is open");
  const { kernel, session } = open();
  expect(() => kernel.arrive(demo, "cold", {})).toThrow("demo has no event cold; it has called");
  expect(() => kernel.arrive(demo, "called", { numer: 1 })).toThrow(
    "struct demo_called has no member numer; it has header, context, number",
  );
  await session.close();
});
