import { execFileSync } from "node:child_process";
import * as kernel from "@probekit/native";
import { beforeAll, describe, expect, test } from "vitest";
import type { SessionFilter } from "../../src/session/filter.js";
import { openSession } from "../../src/session/open.js";
import { collect } from "../../src/testing/collect.js";
import { failOnLeaks } from "../../src/testing/vitest/fail-on-leaks.js";
import { buildSample } from "../sample/build.js";
import { sample } from "../sample/probe.js";
import { cgroupId, freshPath, inCgroup, makeCgroup, mount, removeCgroup } from "../support/cgroups.js";
import { parseLines } from "../support/lines.js";
import { callOnce, mark } from "../support/subject.js";

beforeAll(() => buildSample("sample"));
failOnLeaks();

const id = "0123456789abcdef".repeat(4);
const uid = "7d3a1c52_93f4_4b0e_8f6d_2b1c0e9a5f44";

/** Calls getpriority() once from within a cgroup. */
function callIn(cgroup: string): void {
  const [command = "", ...args] = [...inCgroup(cgroup), process.execPath, "-e", callOnce];
  execFileSync(command, args);
}

const marked = <E extends { who: number }>(events: readonly E[]) => events.filter(({ who }) => who === mark);

describe("a filter by cgroup", () => {
  const seen = async (filter: SessionFilter, cgroups: readonly string[]) => {
    const { events } = await collect({ kernel, probes: [sample], namespaces: true, filter }, () => {
      for (const cgroup of cgroups) callIn(cgroup);
    });
    return marked(events).map(({ cgroupPath }) => cgroupPath);
  };

  test("is about the cgroup and all below it, also what is made later", async () => {
    const base = freshPath();
    const all = [base, `${base}/a`, `${base}/a/b`, `${base}-beside`];
    for (const cgroup of all) makeCgroup(cgroup);
    expect(await seen({ cgroup: [mount + base] }, all)).toEqual(all.slice(0, 3));
    expect(await seen({ cgroup: [`${base}/a`] }, all)).toEqual(all.slice(1, 3));
    expect(await seen({ cgroup: [`${base}/a/b`, `${base}-beside`] }, all)).toEqual(all.slice(2));
    expect(await seen({ cgroup: { not: [`${base}/a`] } }, all)).toEqual([base, `${base}-beside`]);
    expect(await seen({ cgroup: ["/"], pid: { not: [1] } }, all)).toEqual(all);

    const { events } = await collect({ kernel, probes: [sample], filter: { cgroup: [base] } }, () => {
      makeCgroup(`${base}/later`);
      callIn(`${base}/later`);
    });
    expect(marked(events)).toHaveLength(1);
  });

  test("takes as many as it says", async () => {
    const base = freshPath();
    const all = Array.from({ length: 128 }, (_, index) => `${base}/${index}`);
    for (const cgroup of all) makeCgroup(cgroup);
    const asked = [base, `${base}/0`, `${base}/127`];
    expect(await seen({ cgroup: all }, asked)).toEqual(asked.slice(1));
    expect(await seen({ cgroup: { not: all }, uid: [0], comm: ["node"] }, asked)).toEqual([base]);
  });

  test("by container finds the cgroup by the beginning of the id", async () => {
    const base = freshPath();
    const other = `${base}/docker-${"ab".repeat(32)}.scope`;
    const scope = `${base}/docker-${id}.scope`;
    const all = [scope, `${scope}/init.scope`, other, base];
    for (const cgroup of all) makeCgroup(cgroup);
    expect(await seen({ container: [id.slice(0, 12)] }, all)).toEqual(all.slice(0, 2));
    expect(await seen({ container: { not: [id] }, cgroup: [base] }, all)).toEqual([other, base]);
    expect(await seen({ container: [id], cgroup: [`${scope}/init.scope`] }, all)).toEqual([all[1]]);
  });

  test("by container says which there are when there is none, or not one", () => {
    const base = freshPath();
    makeCgroup(`${base}/docker-${id}.scope`);
    makeCgroup(`${base}/docker-${id.slice(0, 8)}${"c".repeat(56)}.scope`);
    const open = (prefix: string) =>
      openSession({ kernel, probes: [sample], filter: { container: [prefix] } });
    expect(() => open("fff")).toThrow(/fff: no container below \S+ has that id \(running are .*0123456789ab/);
    expect(() => open("0123")).toThrow(/0123, which 2 containers have: 0123456789abcdef, 01234567cccccccc/);
  });
});

describe("with namespaces, events have the path of their cgroup", () => {
  const slice = `kubepods-burstable-pod${uid}.slice`;
  const known = { container: id, podUid: uid.replaceAll("_", "-") };

  test("and the container and pod that it is of", async () => {
    const base = freshPath();
    const scope = `${base}/${slice}/cri-containerd-${id}.scope`;
    makeCgroup(scope);
    const { events } = await collect({ kernel, probes: [sample], namespaces: true }, () => {
      callIn(scope);
      callIn(base);
    });
    expect(marked(events)).toMatchObject([
      { cgroupId: cgroupId(scope), cgroupPath: scope, ...known },
      { cgroupId: cgroupId(base), cgroupPath: base, container: null, podUid: null },
    ]);
  });

  test("also of a cgroup that was made later, and is gone when they are read", async () => {
    const base = freshPath();
    const scope = `${base}/${slice}/cri-containerd-${id}.scope`;
    await using session = openSession({ kernel, probes: [sample], namespaces: true });
    makeCgroup(scope);
    callIn(scope);
    const removed = cgroupId(scope);
    for (const cgroup of [scope, `${base}/${slice}`, base]) removeCgroup(cgroup);
    session.stop();
    const lines: Record<string, unknown>[] = [];
    for await (const chunk of session.json()) lines.push(...parseLines(chunk));
    expect(lines.filter(({ who }) => who === mark)).toMatchObject([
      { cgroupId: String(removed), cgroupPath: scope, ...known },
    ]);
  });

  test("and cgroups that are made after stop() are told of no more", async () => {
    await using session = openSession({ kernel, probes: [sample], namespaces: true });
    makeCgroup(freshPath());
    session.stop();
    for await (const _ of session);
    const { records } = session.stats().ring;
    expect(records).toBeGreaterThan(0);
    makeCgroup(freshPath());
    for await (const _ of session);
    expect(session.stats().ring.records).toBe(records);
  });

  test("without them nothing of cgroups is loaded", async () => {
    await using session = openSession({ kernel, probes: [sample] });
    expect(session.stats().programs.map(({ name }) => name)).toEqual(["on_call"]);
  });
});
