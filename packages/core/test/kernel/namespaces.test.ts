import { readFileSync } from "node:fs";
import * as kernel from "@probekit/native";
import { beforeAll, describe, expect, test } from "vitest";
import { collect } from "../../src/testing/collect.js";
import { failOnLeaks } from "../../src/testing/vitest/fail-on-leaks.js";
import { buildSample } from "../sample/build.js";
import { sample } from "../sample/probe.js";
import { cgroupId } from "../support/cgroups.js";
import {
  findFromHost,
  inNamespaces,
  mark,
  nestedNumbers,
  type OwnWords,
  Subject,
} from "../support/subject.js";

beforeAll(() => buildSample("sample"));
failOnLeaks();

/** The event of a subject, with what the subject says and what the host's /proc says. */
async function eventOf(prefix: readonly string[], options: { inThread?: boolean } = {}) {
  let words: OwnWords | undefined;
  let host: ReturnType<typeof findFromHost> | undefined;
  const { events } = await collect({ kernel, probes: [sample], namespaces: true }, async () => {
    words = await new Subject(prefix, options).words;
    host = findFromHost(words);
  });
  const [event, ...others] = events.filter(({ who }) => who === mark);
  expect(others).toEqual([]);
  if (!event || !words || !host) throw new Error("no event of the subject");
  return { event, words, host };
}

function expectContext({ event, words, host }: Awaited<ReturnType<typeof eventOf>>, nsPpid: number): void {
  const own = /^0::(.*)$/m.exec(readFileSync(`/proc/${host.pid}/cgroup`, "utf8"))?.[1] ?? "";
  expect(event).toMatchObject({
    ...host,
    uid: 0,
    gid: 0,
    nsPid: words.pid,
    nsTid: words.tid,
    nsPpid,
    pidNs: words.pidNs,
    mntNs: words.mntNs,
    cgroupId: cgroupId(own),
    cgroupPath: own,
  });
}

describe("the context of an event", () => {
  test("on the host has the same numbers inside and outside", async () => {
    const found = await eventOf([]);
    expectContext(found, process.pid);
    expect(found.event).toMatchObject({
      pid: found.words.pid,
      ppid: process.pid,
      container: null,
      podUid: null,
    });
  });

  test("in namespaces of its own has both, and no parent inside for their first process", async () => {
    const found = await eventOf(inNamespaces);
    expectContext(found, 0);
    expect(found.words).toMatchObject({ pid: 1, tid: 1 });
    expect(found.event.pid).not.toBe(1);
  });

  test("of a later process of the namespace has its parent inside", async () => {
    const found = await eventOf([...inNamespaces, "sh", "-c", '"$@"; exit', "sh"]);
    expectContext(found, 1);
    expect(found.words.pid).toBeGreaterThan(1);
  });

  test("two namespaces deep has the numbers of the innermost", async () => {
    const found = await eventOf([...inNamespaces, "sh", "-c", '"$@"; exit', "sh", ...inNamespaces]);
    expectContext(found, 0);
    const numbers = nestedNumbers(found.host.pid);
    expect(numbers).toHaveLength(3);
    expect(numbers[0]).toBe(found.event.pid);
    expect(numbers[2]).toBe(found.event.nsPid);
    expect(new Set(numbers).size).toBe(3);
  });

  test("of another thread than the leader has both of its ids", async () => {
    const found = await eventOf(inNamespaces, { inThread: true });
    expectContext(found, 0);
    expect(found.words.tid).not.toBe(found.words.pid);
    expect(found.event.tid).not.toBe(found.event.pid);
  });
});

describe("a filter by origin", () => {
  const seen = async (origin: "host" | "containers") => {
    const { events } = await collect(
      { kernel, probes: [sample], namespaces: true, filter: { origin } },
      async () => {
        await new Subject([]).words;
        await new Subject(inNamespaces).words;
        await new Subject([...inNamespaces, ...inNamespaces]).words;
      },
    );
    return events.filter(({ who }) => who === mark).map(({ nsPid }) => nsPid === 1);
  };

  test("takes the host's pid namespace for the host", async () => {
    expect(await seen("host")).toEqual([false]);
  });

  test("takes every other for a container", async () => {
    expect(await seen("containers")).toEqual([true, true]);
  });
});
