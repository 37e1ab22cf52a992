import { readlinkSync } from "node:fs";
import os from "node:os";
import * as kernel from "@probekit/native";
import { beforeAll, describe, expect, test } from "vitest";
import { openSession } from "../../src/session/open.js";
import { VisibilityMap, visibilityMapName } from "../../src/session/visibility.js";
import { failOnLeaks } from "../../src/testing/vitest/fail-on-leaks.js";
import { buildSample } from "../sample/build.js";
import { sample } from "../sample/probe.js";
import { inNamespaces, mark, Subject } from "../support/subject.js";

beforeAll(() => buildSample("sample"));
failOnLeaks();

const namespace = (kind: string) => Number(readlinkSync(`/proc/self/ns/${kind}`).replace(/\D/g, ""));
const own = { pidNs: namespace("pid"), mntNs: namespace("mnt") };
const options = { kernel, probes: [sample], filter: { pid: [process.pid] }, visibility: true } as const;

describe("visibility", () => {
  test("is changed while events flow", async () => {
    await using session = openSession(options);
    const call = (set: () => void = () => {}) => {
      set();
      os.getPriority();
    };
    call();
    call(() => session.visibility.set(own, { process: false }));
    call();
    call(() => session.visibility.set(own, { process: true }));
    call(() => session.visibility.set(own, { file: false, network: false, capability: false }));
    call(() => session.visibility.set({ ...own, mntNs: 1 }, { process: false }));
    session.stop();
    const numbers: bigint[] = [];
    for await (const { number } of session) numbers.push(number);
    /* Numbers are given to what is reported: of six calls, two were hidden. */
    expect(numbers).toEqual([0n, 1n, 2n, 3n]);
    expect(session.visibility.list()).toHaveLength(2);
  });

  test("is of the namespaces that a subject is in", async () => {
    await using session = openSession({ ...options, filter: {}, namespaces: true });
    const subject = new Subject([...inNamespaces, "sh", "-c", 'read go; "$@"; exit', "sh"]);
    const sleeper = await new Subject(inNamespaces).words;
    session.visibility.set(sleeper, { process: false });
    subject.child.stdin?.write("\n");
    await subject.words;
    session.stop();
    const seen: unknown[] = [];
    for await (const { who, pidNs } of session) if (who === mark) seen.push(pidNs);
    expect(seen).toEqual([sleeper.pidNs, (await subject.words).pidNs]);
  });

  test("is reached from outside by the map's id, as long as the session is open", async () => {
    const ids = () => new Set(kernel.kernelObjectIds().maps);
    const before = ids();
    const session = openSession(options);
    const maps = [...ids()].filter((id) => !before.has(id)).map(kernel.openMap);
    const found = maps.filter(({ info }) => info.name === visibilityMapName);
    expect(found).toHaveLength(1);
    for (const map of found) new VisibilityMap(map).set(own, { process: false });
    expect(session.visibility.list()).toMatchObject([own]);
    os.getPriority();
    expect(session.visibility.get(own)).toMatchObject({ process: false, file: true });
    session.stop();
    for await (const _ of session) expect.fail("it is hidden");
    await session.close();
    for (const map of maps) map.close();
    expect(() => session.visibility).toThrow("it has been closed");
  });

  test("is refused by a session that was opened without it", async () => {
    await using session = openSession({ ...options, visibility: false });
    expect(() => session.visibility.set(own, { process: false })).toThrow("without `visibility: true`");
  });

  test("has a stated end", async () => {
    await using session = openSession(options);
    for (let mntNs = 1; mntNs <= 4096; mntNs++) session.visibility.set({ pidNs: 1, mntNs }, { file: false });
    expect(() => session.visibility.set(own, { file: false })).toThrow("of 4096 pairs of namespaces already");
    expect(session.visibility.list()).toHaveLength(4096);
    session.visibility.clear();
    expect(session.visibility.list()).toEqual([]);
  });
});
