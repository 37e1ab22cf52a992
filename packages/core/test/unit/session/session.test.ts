import { describe, expect, test } from "vitest";
import { openSession } from "../../../src/session/open.js";
import type { JsonChunk } from "../../../src/session/reading.js";
import type { Session } from "../../../src/session/session.js";
import type { FakeRing } from "../../../src/testing/fake/fake-ring.js";
import { calledRecord, demo, logRecordOf } from "../../support/demo.js";
import { FakeKernel, kernelError } from "../../support/kernel.js";
import { parseLines } from "../../support/lines.js";

type Demo = ReturnType<typeof open>["session"];

function open(options: { follow?: boolean } = {}) {
  const kernel = new FakeKernel();
  const session = openSession({ kernel, probes: [demo], ...options });
  return { kernel, session, ring: kernel.ring as FakeRing };
}

const push = (ring: FakeRing, ...numbers: number[]) => ring.push(...numbers.map(calledRecord));

async function numbersOf(session: Demo, most = Number.POSITIVE_INFINITY): Promise<number[]> {
  const numbers: number[] = [];
  for await (const { number } of session) {
    numbers.push(Number(number));
    if (numbers.length === most) break;
  }
  return numbers;
}

describe("reading a session", () => {
  test("goes on, after a break, with what is left of the batch", async () => {
    const { session, ring } = open();
    push(ring, 0, 1, 2, 3, 4, 5, 6);
    expect(await numbersOf(session, 2)).toEqual([0, 1]);
    expect(session.stats().events).toBe(2);
    expect(await numbersOf(session, 1)).toEqual([2]);
    const { value } = await session.json().next();
    expect(parseLines(value as JsonChunk).map(({ number }) => number)).toEqual(["3", "4", "5", "6"]);
    expect(session.stats().events).toBe(7);
    await session.close();
  });

  test("as JSON gives whole lines, as many as are worth a write, in the same memory", async () => {
    const { session, ring } = open();
    const numbers = Array.from({ length: 6000 }, (_, number) => number);
    push(ring, ...numbers);
    session.stop();
    const read: number[] = [];
    const memory = new Set<ArrayBufferLike>();
    let chunks = 0;
    for await (const chunk of session.json(({ number }) => number % 2n === 0n)) {
      read.push(...parseLines(chunk).map(({ number }) => Number(number)));
      memory.add(chunk.bytes.buffer);
      chunks++;
    }
    expect(read).toEqual(numbers.filter((number) => number % 2 === 0));
    expect(chunks).toBeGreaterThan(1);
    expect(memory.size).toBe(1);
    expect(session.stats().events).toBe(3000);
    await session.close();
  });

  test("ends with close(), in the middle of a batch", async () => {
    const { session, ring } = open();
    push(ring, 0, 1, 2);
    const numbers: bigint[] = [];
    for await (const { number } of session) {
      numbers.push(number);
      await session.close();
    }
    expect(numbers).toEqual([0n]);
    expect(session.stats().events).toBe(1);
  });

  test("ends with stop(), after what had been written", async () => {
    const { session, ring } = open();
    push(ring, 0);
    ring.leaveInKernel(calledRecord(1));
    session.stop();
    expect(await numbersOf(session)).toEqual([0, 1]);
    expect(await numbersOf(session)).toEqual([]);
    await session.close();
  });

  test("in two places is refused, and the first goes on", async () => {
    const { session, ring } = open();
    const first = session.batches();
    const waiting = first.next();
    const second = session.json();
    await expect(second.next()).rejects.toMatchObject({
      code: "ERR_BUSY",
      message: "read session: another iterator is reading it; end that one first, with break or return()",
    });
    push(ring, 0);
    expect((await waiting).value).toHaveLength(1);
    await expect(second.next()).rejects.toMatchObject({ code: "ERR_BUSY" });

    await first.return();
    push(ring, 1);
    expect((await second.next()).value).toMatchObject({ events: 1 });
    await session.close();
  });

  test("is not refused for an iterator that was never used", async () => {
    const { session, ring } = open();
    session.batches();
    push(ring, 0);
    expect(await numbersOf(session, 1)).toEqual([0]);
    await session.close();
  });

  test("can be given up while it waits, and nothing is lost by it", async () => {
    const { session, ring } = open();
    const events = session[Symbol.asyncIterator]();
    const waiting = events.next();
    await Promise.resolve();
    expect(await events.return()).toEqual({ done: true, value: undefined });
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(ring.refs).toBe(0);
    push(ring, 0, 1);
    expect(await events.next()).toEqual({ done: true, value: undefined });
    expect(await numbersOf(session, 2)).toEqual([0, 1]);
    await session.close();
  });

  test("answers calls that overlap in their order", async () => {
    const { session, ring } = open();
    const events = session[Symbol.asyncIterator]();
    const both = Promise.all([events.next(), events.next()]);
    await Promise.resolve();
    push(ring, 0);
    push(ring, 1);
    expect((await both).map(({ value }) => value?.number)).toEqual([0n, 1n]);
    await session.close();
  });
});

describe("a listener that throws", () => {
  test.each<[string, (kernel: FakeKernel, ring: FakeRing) => void, "log" | "loss"]>([
    ["log", (_, ring) => ring.push(calledRecord(0), logRecordOf("hello"), calledRecord(1)), "log"],
    [
      "loss",
      (kernel, ring) => {
        kernel.lose("demo", "ring_full", 5);
        push(ring, 0, 1);
      },
      "loss",
    ],
  ])("at a %s is told to the reader, and no event is lost", async (_, act, event) => {
    const { session, kernel, ring } = open();
    session.on(event, () => {
      throw new Error("listener");
    });
    act(kernel, ring);
    const numbers: bigint[] = [];
    const read = async () => {
      for await (const batch of session.batches()) numbers.push(...batch.map(({ number }) => number));
    };
    await expect(read()).rejects.toThrow("listener");
    session.stop();
    await read();
    expect(numbers).toEqual([0n, 1n]);
    await session.close();
  });

  test("when nobody reads any more is told by close(), which closes all the same", async () => {
    const { session, kernel } = open();
    kernel.lose("demo", "ring_full", 5);
    session.on("loss", () => {
      throw new Error("listener");
    });
    await expect(session.close()).rejects.toThrow("listener");
    expect([...kernel.open]).toEqual([]);
  });

  test("does not keep other lines from the others", async () => {
    const { session, ring } = open();
    const texts: string[] = [];
    session.on("log", ({ text }) => {
      texts.push(text);
      throw new Error(text);
    });
    ring.push(logRecordOf("one"), logRecordOf("two"), calledRecord(0));
    await session.batches().next();
    expect(texts).toEqual(["one", "two"]);
    await expect(session.close()).rejects.toMatchObject({ errors: [new Error("one"), new Error("two")] });
  });
});

describe("losses", () => {
  test("are told at close(), if not before, and stay in the numbers", async () => {
    const { session, kernel, ring } = open();
    const told: unknown[] = [];
    session.on("loss", (losses) => told.push(...losses));
    push(ring, 0);
    await numbersOf(session, 1);
    kernel.lose("demo", "ring_full", 3);
    kernel.lose("demo", "truncated", 2);
    await session.close();
    expect(told).toEqual([
      { probe: "demo", cause: "ringFull", count: 3 },
      { probe: "demo", cause: "truncated", count: 2 },
    ]);
    kernel.lose("demo", "ring_full", 6);
    kernel.lose("demo", "truncated", 7);
    expect(session.stats()).toMatchObject({
      events: 1,
      lost: [{ probe: "demo", cause: "ringFull", count: 3 }],
      damaged: [{ probe: "demo", cause: "truncated", count: 2 }],
      ring: { records: 1 },
    });
  });

  test("that cannot be read do not keep a session from closing", async () => {
    const { session, kernel } = open();
    kernel.onCall = (call) => {
      if (call === "demo programStats") throw kernelError("EBADF");
    };
    await expect(session.close()).rejects.toThrow("parts of a session could not be closed");
    expect([...kernel.open]).toEqual([]);
    expect(() => session.stats()).toThrow("its final numbers could not be read");
  });
});

describe("following", () => {
  test("more processes than there is room for is refused in words", async () => {
    const { session, kernel } = open({ follow: true });
    kernel.onCall = (call) => {
      if (call.endsWith("probekit_followed update")) throw kernelError("E2BIG");
    };
    expect(() => session.follow(7)).toThrow(
      expect.objectContaining({
        code: "ERR_FOLLOW",
        errno: "E2BIG",
        message:
          "follow process 7: E2BIG: no more than 65536 processes can be followed at one time (maxFollowed)",
      }),
    );
    await session.close();
  });

  test.each([0, -1, 2.5, 4194305, "7" as never])("process %s is refused", async (pid) => {
    const { session } = open({ follow: true });
    expect(() => session.follow(pid)).toThrow(
      "follow process id: expected a whole number from 1 to 4194304, got ",
    );
    await session.close();
  });
});

describe("what cannot be closed", () => {
  test("keeps stop() neither from the other links nor from ending the reader", async () => {
    const { session, kernel, ring } = open();
    const waiting = numbersOf(session);
    await Promise.resolve();
    push(ring, 0);
    kernel.onCall = (call) => {
      if (call === "demo link on_call close") throw kernelError("EBADF");
    };
    expect(() => session.stop()).toThrow(
      expect.objectContaining({
        errors: [expect.objectContaining({ errno: "EBADF" }), expect.objectContaining({ errno: "EBADF" })],
      }),
    );
    expect(kernel.calls.filter((call) => call === "demo link on_call close")).toHaveLength(2);
    expect(await waiting).toEqual([0]);
    session.stop();
    await session.close();
  });

  test("keeps close() from nothing else", async () => {
    const { session, kernel } = open({ follow: true });
    const waiting = session.batches().next();
    await Promise.resolve();
    kernel.onCall = (call) => {
      if (call.endsWith(" close")) throw kernelError("EBADF");
    };
    await expect(session.close()).rejects.toThrow(AggregateError);
    expect(await waiting).toEqual({ done: true, value: undefined });
    /* Links go with their object. */
    expect([...kernel.open].filter((handle) => !handle.startsWith("session link"))).toEqual([]);
    await session.close();
  });
});

describe("opening a session that fails half-way", () => {
  const options = { probes: [demo], follow: true, filter: { uid: [1] } } as const;
  const isStep = (call: string) => !call.endsWith(" close");
  const whole = new FakeKernel();
  const session = openSession({ kernel: whole, ...options });
  const steps = whole.calls.filter(isStep).entries();
  void session.close();

  test.each([...steps])("at step %d, %s, leaves nothing open", (index) => {
    const kernel = new FakeKernel();
    let step = 0;
    kernel.onCall = (call) => {
      if (isStep(call) && step++ === index) throw kernelError("ENOMEM");
    };
    expect(() => openSession({ kernel, ...options })).toThrow();
    /* Links go with their object. */
    expect([...kernel.open].filter((handle) => !handle.includes(" link "))).toEqual([]);
  });

  test("keeps the reason, whatever cannot be closed then", () => {
    const kernel = new FakeKernel();
    kernel.onCall = (call) => {
      if (call === "ring open") throw kernelError("ENOMEM");
      if (!isStep(call)) throw kernelError("EBADF");
    };
    expect(() => openSession({ kernel, ...options })).toThrow("EBADF");
  });
});

describe("each method", () => {
  const states: Record<string, (session: Demo) => unknown> = {
    new: () => {},
    stopped: (session) => session.stop(),
    "read to its end": async (session) => {
      session.stop();
      await numbersOf(session);
    },
    closed: (session) => session.close(),
    "closed twice": async (session) => {
      await session.close();
      await session.close();
    },
    "stopped and closed": async (session) => {
      session.stop();
      await session.close();
      session.stop();
    },
  };
  const closedError = "use session: it has been closed";
  const methods: [string, (session: Demo) => unknown, (closed: boolean, ended: boolean) => unknown][] = [
    ["stats", (session) => session.stats().events, () => 0],
    ["stop", (session) => session.stop(), () => undefined],
    ["close", (session) => session.close(), () => undefined],
    ["follow", (session) => session.follow(1), (closed) => (closed ? closedError : undefined)],
    ["next", (session) => next(session), (_, ended) => (ended ? { done: true, value: undefined } : "waits")],
  ];
  const next = (session: Session<unknown>) => {
    const stream = session.batches();
    return Promise.race([stream.next(), new Promise((resolve) => setImmediate(resolve, "waits"))]).finally(
      () => stream.return(),
    );
  };

  test.each(
    Object.entries(states).flatMap(([state, bring]) =>
      methods.map(([name, call, expected]) => ({ name, state, bring, call, expected })),
    ),
  )("$name of a session that is $state", async ({ state, bring, call, expected }) => {
    const { session, kernel } = open({ follow: true });
    await bring(session);
    const result = await (async () => call(session))().catch((error: Error) => error.message);
    expect(result).toEqual(expected(state.includes("closed"), state !== "new"));
    await session.close();
    expect([...kernel.open].filter((handle) => !handle.includes(" link "))).toEqual([]);
  });
});
