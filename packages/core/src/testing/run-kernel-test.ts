import assert from "node:assert/strict";
import type { AnyProbe, ProbeEvent, ProbeOptions, ProbeRow } from "../contract/probe.js";
import type { Kernel } from "../kernel/kernel.js";
import type { SessionFilter } from "../session/filter.js";
import { openSession } from "../session/open.js";
import { use } from "../session/options.js";
import type { Session, SessionStats } from "../session/session.js";
import { bpfDescriptors } from "./bpf-descriptors.js";
import { EventWaiter, type Matching } from "./event-waiter.js";
import { type Command, type EndedChild, HeldChild } from "./held-child.js";
import { testTimeoutMs } from "./scale.js";

export interface KernelTestOptions<P extends AnyProbe> {
  /** `import * as kernel from "@probekit/native"`. */
  readonly kernel: Kernel;
  readonly probe: P;
  readonly options?: ProbeOptions<P> | undefined;
  /** Events and tables, by name. Default: those that are not opt-in. */
  readonly events?: readonly string[] | undefined;
  /** A function of the pid of the child, or of this process where there is none. */
  readonly filter?: SessionFilter | ((pid: number) => SessionFilter) | undefined;
  /** The words of a program that is held until the test releases it. Default: none; seen is this process. */
  readonly command?: Command | undefined;
  /** Where it runs. Default: where the test does. */
  readonly cwd?: string | undefined;
  /** Of the session's ring. Default: the session's own. */
  readonly bufferSizeBytes?: number | undefined;
  /** Longest time to wait for an event, in milliseconds. Default: 10,000, more on a slow machine. */
  readonly eventTimeoutMs?: number | undefined;
  /** Whether events may be lost: a test of just that. Default: false. */
  readonly mayLose?: boolean | undefined;
}

/** What a kernel test works with. */
export interface KernelTest<P extends AnyProbe> {
  /** The attach plan under test. */
  readonly plan: string;
  /**
   * Attached. It sees what the child, or without one this process, does from now on, and what they
   * start. Its events are read by {@link event} and {@link all}; tables and histograms are there to be read.
   */
  readonly session: Session<ProbeEvent<P>, ProbeRow<P>>;
  /** The child's; without one this process's. */
  readonly pid: number;
  /** Lets the child go. Resolves when it has ended: whatever it did is behind it. */
  release(): Promise<EndedChild>;
  /**
   * Waits for the first event that matches, by equal members or a function, among those that
   * no earlier call has given or passed over.
   *
   * @throws {assert.AssertionError} with the events that came in its place
   */
  event(matching?: Matching<ProbeEvent<P>>): Promise<ProbeEvent<P>>;
  /** Stops the session and gives all events, those too that {@link event} gave. */
  all(): Promise<ProbeEvent<P>[]>;
}

/**
 * One test by one plan, or by the best that works: opens the session, lets `body` work, and holds
 * that nothing was lost and that no BPF object is left behind. `kernelTest` is the same for vitest.
 */
export async function runKernelTest<P extends AnyProbe>(
  plan: string | undefined,
  options: KernelTestOptions<P>,
  body: (test: KernelTest<P>) => unknown,
): Promise<void> {
  const before = bpfDescriptors();
  const child = options.command && new HeldChild(options.command, { cwd: options.cwd });
  try {
    const stats = await inSession(plan, options, child, body);
    if (!options.mayLose) requireNoLoss(stats);
  } finally {
    await child?.close();
  }
  assert.equal(bpfDescriptors(), before, "BPF programs, maps or links were left behind by the session");
}

async function inSession<P extends AnyProbe>(
  plan: string | undefined,
  {
    kernel,
    probe,
    options,
    events,
    filter,
    bufferSizeBytes,
    eventTimeoutMs = testTimeoutMs / 6,
  }: KernelTestOptions<P>,
  child: HeldChild | undefined,
  body: (test: KernelTest<P>) => unknown,
): Promise<SessionStats> {
  const pid = child?.pid ?? process.pid;
  const session = openSession({
    kernel,
    probes: [use(probe, options, { plan, events })],
    follow: true,
    filter: typeof filter === "function" ? filter(pid) : filter,
    bufferSizeBytes,
  }) as Session<ProbeEvent<P>, ProbeRow<P>>;
  try {
    const waiter = new EventWaiter<ProbeEvent<P>>(session);
    session.follow(pid);
    const all = async () => {
      session.stop();
      await waiter.finished();
      return [...waiter.events];
    };
    await body({
      plan: session.probes[0]?.plan ?? "",
      session,
      pid,
      release: () => child?.release() ?? Promise.reject(new Error("the test has no command to release")),
      event: (matching = () => true) => waiter.next(matching, eventTimeoutMs),
      all,
    });
    await all();
  } finally {
    await session.close();
  }
  return session.stats();
}

/** Where programs can be preempted, the kernel misses calls of other tasks as well and counts them. */
function requireNoLoss({ lost }: SessionStats): void {
  assert.deepEqual(
    lost.filter(({ cause }) => cause !== "missed"),
    [],
    "the session has lost events",
  );
}
