import { expect, onTestFinished, test } from "vitest";
import { openSession } from "../../../src/session/open.js";
import { EventWaiter } from "../../../src/testing/event-waiter.js";
import { demo } from "../../support/demo.js";
import { FakeKernel } from "../../support/kernel.js";

function open() {
  const kernel = new FakeKernel();
  const session = openSession({ kernel, probes: [demo] });
  onTestFinished(() => session.close());
  return {
    session,
    waiter: new EventWaiter(session),
    arrive: (number: number) => kernel.arrive(demo, "called", { number }),
  };
}

test("an event that is there, or comes later, is given to who waits for it", async () => {
  const { waiter, arrive } = open();
  arrive(1);
  arrive(2);
  expect(await waiter.next({ number: 2n }, 5000)).toMatchObject({ number: 2n });
  const coming = waiter.next(({ number }) => number > 2n, 5000);
  arrive(0);
  arrive(3);
  expect(await coming).toMatchObject({ number: 3n });
  expect(waiter.events.map(({ number }) => number)).toEqual([1n, 2n, 0n, 3n]);
});

test("one that does not come is an error, which has what came in its place", async () => {
  const { waiter, arrive } = open();
  arrive(1);
  await expect(waiter.next({ number: 7n }, 50)).rejects.toThrow(
    /no event with \{ number: 7n \} came in 50 ms; these did: \[\s*\{[\s\S]*number: 1n/,
  );
  await expect(waiter.next({ number: 1n }, 1)).rejects.toThrow("came in 1 ms; none did");
});

test("the end of the session ends the wait", async () => {
  const { session, waiter } = open();
  const missing = waiter.next({}, 60_000);
  session.stop();
  await expect(missing).rejects.toThrow("came before the session ended; none did");
  await waiter.finished();
});
