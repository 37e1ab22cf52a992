import assert from "node:assert/strict";
import { inspect, isDeepStrictEqual } from "node:util";
import type { Session } from "../session/session.js";

/** What an event is waited for by: some of its members, or a question. */
export type Matching<Event> = Partial<Event> | ((event: Event) => boolean);

/** Reads a session and gives its events to those who wait for them. */
export class EventWaiter<Event> {
  /** All events until now. */
  readonly events: Event[] = [];
  readonly #reading: Promise<void>;
  #taken = 0;
  #ended = false;
  #wake: (() => void)[] = [];

  constructor(session: Session<Event, unknown>) {
    this.#reading = this.#read(session);
    this.#reading.catch(() => {}); /* thrown by `finished` */
  }

  /**
   * The first event that matches, of those that no earlier call has given or passed over.
   *
   * @throws {assert.AssertionError} with the events that came, when none does in `timeoutMs` or the session ends
   */
  async next(matching: Matching<Event>, timeoutMs: number): Promise<Event> {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      this.#wakeAll();
    }, timeoutMs);
    try {
      const first = this.#taken;
      for (;;) {
        while (this.#taken < this.events.length) {
          const event = this.events[this.#taken++] as Event;
          if (matches(event, matching)) return event;
        }
        if (isLate || this.#ended)
          throw this.#missing(matching, first, isLate ? `in ${timeoutMs} ms` : "before the session ended");
        await new Promise<void>((resolve) => this.#wake.push(resolve));
      }
    } finally {
      clearTimeout(timer);
    }
  }

  /** Resolves when the session has no more. */
  finished(): Promise<void> {
    return this.#reading;
  }

  async #read(session: Session<Event, unknown>): Promise<void> {
    try {
      for await (const batch of session.batches()) {
        this.events.push(...batch);
        this.#wakeAll();
      }
    } finally {
      this.#ended = true;
      this.#wakeAll();
    }
  }

  #wakeAll(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }

  #missing(matching: Matching<Event>, first: number, when: string): assert.AssertionError {
    const wanted = typeof matching === "function" ? "that was asked for" : `with ${inspect(matching)}`;
    const came = this.events.slice(first);
    return new assert.AssertionError({
      message: `no event ${wanted} came ${when}; ${came.length === 0 ? "none did" : `these did: ${inspect(came, { depth: 4 })}`}`,
      actual: came,
      expected: matching,
      operator: "event",
    });
  }
}

function matches<Event>(event: Event, matching: Matching<Event>): boolean {
  if (typeof matching === "function") return matching(event);
  return Object.entries(matching).every(([name, value]) =>
    isDeepStrictEqual(event[name as keyof Event], value),
  );
}
