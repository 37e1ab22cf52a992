import { describe, expect, test } from "vitest";
import { openSession } from "../../../src/session/open.js";
import type { Session } from "../../../src/session/session.js";
import type { FakeRing } from "../../../src/testing/fake/fake-ring.js";
import { calledRecord, demo, logRecordOf } from "../../support/demo.js";
import { type Demo, numbersOf, openDemo, push } from "../../support/demo-session.js";
import { FakeKernel, kernelError } from "../../support/kernel.js";

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
    const { session, kernel, ring } = openDemo();
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
    const { session, kernel } = openDemo();
    kernel.lose("demo", "ring_full", 5);
    session.on("loss", () => {
      throw new Error("listener");
    });
    await expect(session.close()).rejects.toThrow("listener");
    expect([...kernel.open]).toEqual([]);
  });

  test("does not keep other lines from the others", async () => {
    const { session, ring } = openDemo();
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
    const { session, kernel, ring } = openDemo();
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
    const { session, kernel } = openDemo();
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
    const { session, kernel } = openDemo({ follow: true });
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
    const { session } = openDemo({ follow: true });
    expect(() => session.follow(pid)).toThrow(
      "follow process id: expected a whole number from 1 to 4194304, got ",
    );
    await session.close();
  });
});

describe("what cannot be closed", () => {
  test("keeps stop() neither from the other links nor from ending the reader", async () => {
    const { session, kernel, ring } = openDemo();
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
    const { session, kernel } = openDemo({ follow: true });
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
    const { session, kernel } = openDemo({ follow: true });
    await bring(session);
    const result = await (async () => call(session))().catch((error: Error) => error.message);
    expect(result).toEqual(expected(state.includes("closed"), state !== "new"));
    await session.close();
    expect([...kernel.open].filter((handle) => !handle.includes(" link "))).toEqual([]);
  });
});
