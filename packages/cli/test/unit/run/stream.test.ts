import { EventEmitter } from "node:events";
import type { LossCount, Session } from "@probekit/core";
import { describe, expect, test } from "vitest";
import type { Writer } from "../../../src/output/writer.js";
import type { Printer } from "../../../src/run/printer.js";
import { streamEvents, streamTables } from "../../../src/run/stream.js";

class FakeWriter {
  closed = false;
  readonly texts: string[] = [];
  async write(text: string) {
    if (text) this.texts.push(text);
  }
}

/** Of how many events printers were asked. */
const asked: number[] = [];

function printerOf(
  batches: readonly (readonly string[])[],
  onBatch: (index: number) => void = () => {},
): Printer {
  return {
    header: ["HEADER"],
    headerWithFirst: false,
    async *events(most) {
      asked.push(most);
      for (const [index, batch] of batches.entries()) {
        onBatch(index);
        yield { events: batch.length, text: batch.map((line) => `${line}\n`).join("") };
      }
    },
    losses: (losses) => losses.map(({ cause }) => `lost ${cause}`),
    snapshots: (snapshots) => snapshots.map(({ table }) => `table ${table}\n`).join(""),
    histograms: (histograms) => histograms.map(({ histogram }) => `histogram ${histogram}`),
  };
}

class FakeSession extends EventEmitter {
  stopped = false;
  async *snapshots() {
    while (!this.stopped) yield [{ table: "files" }];
  }
  stop() {
    this.stopped = true;
  }
  readonly counted: string[] = [];
  histograms() {
    return this.counted.map((histogram) => ({ histogram }));
  }
}

function stream(printer: Printer, writer: FakeWriter, most?: number, session = new FakeSession()) {
  return streamEvents(session as unknown as Session<unknown>, printer, writer as unknown as Writer, most);
}

test("a batch is one write", async () => {
  const writer = new FakeWriter();
  expect(await stream(printerOf([["a", "b"], ["c"]]), writer)).toEqual({ events: 3, readerGone: false });
  expect(writer.texts).toEqual(["HEADER\n", "a\nb\n", "c\n"]);
});

test("no more events are asked of the printer than are wanted", async () => {
  asked.length = 0;
  await stream(printerOf([["a"]]), new FakeWriter(), 3);
  await stream(printerOf([["a"]]), new FakeWriter());
  expect(asked).toEqual([3, Number.POSITIVE_INFINITY]);
});

test("it ends when the reader has gone away", async () => {
  const writer = new FakeWriter();
  const printer = printerOf([["a"], ["b"]], (index) => {
    writer.closed = index === 0;
  });
  expect(await stream(printer, writer)).toEqual({ events: 1, readerGone: true });
});

test("losses come between the batches where they were noticed, and are listened to no longer than needed", async () => {
  const writer = new FakeWriter();
  const session = new FakeSession();
  const losses: LossCount[] = [{ probe: "exec", cause: "ringFull", count: 1 }];
  const printer = printerOf([["a"], ["b"]], (index) => index === 1 && session.emit("loss", losses));
  await stream(printer, writer, undefined, session);
  expect(writer.texts).toEqual(["HEADER\n", "a\n", "lost ringFull\n", "b\n"]);
  expect(session.listenerCount("loss")).toBe(0);
});

test("histograms come last, and a header that waits for events stays away with them", async () => {
  const writer = new FakeWriter();
  const session = new FakeSession();
  session.counted.push("latency");
  await stream({ ...printerOf([]), headerWithFirst: true }, writer, undefined, session);
  await stream({ ...printerOf([["a"], ["b"]]), headerWithFirst: true }, writer, undefined, session);
  expect(writer.texts).toEqual(["histogram latency\n", "HEADER\n", "a\n", "b\n", "histogram latency\n"]);
});

describe("tables", () => {
  const tables = (session: FakeSession, writer: FakeWriter, most?: number) =>
    streamTables(session as unknown as Session<unknown>, printerOf([]), writer as unknown as Writer, {
      intervalMs: 10,
      most,
    });

  test("are written as often as was asked for, and the session is stopped", async () => {
    const session = new FakeSession();
    const writer = new FakeWriter();
    expect(await tables(session, writer, 2)).toBe(2);
    expect(writer.texts).toEqual(["table files\n", "table files\n"]);
    expect(session.stopped).toBe(true);
  });

  test("end when the reader has gone away", async () => {
    const session = new FakeSession();
    const writer = new FakeWriter();
    writer.closed = true;
    expect(await tables(session, writer)).toBe(1);
    expect(session.stopped).toBe(true);
  });
});
