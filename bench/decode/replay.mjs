import { deepStrictEqual, ok } from "node:assert";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  defineProbe,
  durationMs,
  integer,
  openSession,
  plan,
  record,
  string,
  tpBtf,
  z,
} from "@probekit/core";
import { compileBpf } from "@probekit/core/build";
import * as kernel from "@probekit/native";

/** A session whose ring is prepared batches over and over; all else of it is real. */
export async function openReplay(batches) {
  const folder = mkdtempSync(path.join(os.tmpdir(), "probekit-bench-"));
  const object = path.join(folder, "sample.bpf.o");
  let session;
  const ring = new ReplayRing(batches);
  try {
    compileBpf(fileURLToPath(new URL("sample.bpf.c", import.meta.url)), object);
    session = openSession({ kernel: { ...kernel, openRing: () => ring }, probes: [sampleOf(object)] });
  } finally {
    rmSync(folder, { recursive: true });
  }
  return new Replay(session, ring, batches);
}

class Replay {
  #session;
  #ring;
  #batches;

  constructor(session, ring, batches) {
    this.#session = session;
    this.#ring = ring;
    this.#batches = batches;
  }

  /** @returns the number of events decoded */
  async objects(events) {
    let done = 0;
    this.#ring.refill(events);
    for await (const batch of this.#session.batches()) {
      done += batch.length;
      if (this.#ring.isEmpty) return done;
    }
    throw new Error("the session has ended");
  }

  async json(events) {
    let done = 0;
    this.#ring.refill(events);
    for await (const chunk of this.#session.json()) {
      done += chunk.events;
      if (this.#ring.isEmpty) return done;
    }
    throw new Error("the session has ended");
  }

  /** Holds that another decoder, whose clock begins at boot, makes the same of the first batch. */
  async requireSame(decode) {
    this.#ring.refill(1);
    const stream = this.#session.batches();
    const { value: ours } = await stream.next();
    await stream.return();
    const theirs = decode(this.#batches.all[0].bytes);
    const offsetMs = ours[0].timeMs - theirs[0].timeMs;
    for (const [index, { timeMs, ...event }] of theirs.entries()) {
      const { timeMs: ourMs, ...ourEvent } = ours[index];
      deepStrictEqual(ourEvent, event);
      ok(Math.abs(ourMs - timeMs - offsetMs) < 0.002);
    }
  }

  close() {
    return this.#session.close();
  }
}

class ReplayRing {
  stats = { records: 0, bytes: 0, wakeups: 0, stalls: 0, oversized: 0 };
  #batches;
  #next = 0;
  #left = 0;

  constructor({ all }) {
    this.#batches = all;
  }

  /** As many whole batches as have these events. */
  refill(events) {
    this.#left = events;
    this.#next = 0;
  }

  get isEmpty() {
    return this.#left <= 0;
  }

  read(into) {
    if (this.isEmpty) return 0;
    const { bytes, count } = this.#batches[this.#next];
    this.#next = (this.#next + 1) % this.#batches.length;
    this.#left -= count;
    into.set(bytes);
    return bytes.length;
  }

  drain() {
    return true;
  }

  ref() {}
  unref() {}
  close() {}
}

function sampleOf(object) {
  return defineProbe({
    name: "sample",
    summary: "",
    object: pathToFileURL(object),
    visibility: "file",
    options: z.object({}),
    /* Of a tracepoint that nothing passes meanwhile. */
    attachPlans: [plan("tracepoint", { on_hang: tpBtf("sched_process_hang") })],
    events: {
      opened: record("sample_opened", "", {
        fd: integer(),
        flags: integer(),
        durationMs: durationMs({ from: "duration_ns" }),
        path: string(),
      }),
    },
    columns: { opened: [] },
  });
}
