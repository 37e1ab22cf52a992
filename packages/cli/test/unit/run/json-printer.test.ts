import * as core from "@probekit/core";
import { expect, test } from "vitest";
import { jsonPrinter } from "../../../src/run/json-printer.js";

/** A session whose chunks have these numbers of events. */
class FakeSession {
  ended = false;
  readonly #counts: readonly number[];

  constructor(counts: readonly number[]) {
    this.#counts = counts;
  }

  async *json() {
    let number = 0;
    try {
      for (const events of this.#counts) {
        const lines = Array.from({ length: events }, () => `{"number":${number++}}\n`);
        yield { events, bytes: Buffer.from(lines.join("")) };
      }
    } finally {
      this.ended = true;
    }
  }
}

async function print(counts: readonly number[], most = Number.POSITIVE_INFINITY) {
  const session = new FakeSession(counts);
  const request = { orders: new Map(), rows: undefined, redraw: false, intervalMs: undefined };
  const printer = jsonPrinter(session as unknown as core.Session<unknown>, undefined, core, request);
  const printed: (readonly [number, string])[] = [];
  for await (const { events, text } of printer.events(most)) printed.push([events, text.toString()]);
  return { printed, ended: session.ended };
}

const line = (number: number) => `{"number":${number}}\n`;

test("JSON is printed in the session's chunks", async () => {
  expect((await print([2, 1])).printed).toEqual([
    [2, line(0) + line(1)],
    [1, line(2)],
  ]);
});

test("no more events are printed than are wanted, and the session is read no further", async () => {
  expect(await print([2, 3, 1], 3)).toEqual({
    printed: [
      [2, line(0) + line(1)],
      [1, line(2)],
    ],
    ended: true,
  });
  expect((await print([2, 3], 2)).printed).toEqual([[2, line(0) + line(1)]]);
});
