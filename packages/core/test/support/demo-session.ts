import { openSession } from "../../src/session/open.js";
import type { FakeRing } from "../../src/testing/fake/fake-ring.js";
import { calledRecord, demo } from "./demo.js";
import { FakeKernel } from "./kernel.js";

export type Demo = ReturnType<typeof openDemo>["session"];

/** A session of the demo probe with a kernel of its own. */
export function openDemo(options: { follow?: boolean } = {}) {
  const kernel = new FakeKernel();
  const session = openSession({ kernel, probes: [demo], ...options });
  return { kernel, session, ring: kernel.ring as FakeRing };
}

/** Events of these numbers arrive. */
export const push = (ring: FakeRing, ...numbers: number[]) => ring.push(...numbers.map(calledRecord));

/** Reads events to the end, or so many, and leaves the loop. */
export async function numbersOf(session: Demo, most = Number.POSITIVE_INFINITY): Promise<number[]> {
  const numbers: number[] = [];
  for await (const { number } of session) {
    numbers.push(Number(number));
    if (numbers.length === most) break;
  }
  return numbers;
}
