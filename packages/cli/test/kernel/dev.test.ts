import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { kernelObjectIds } from "@probekit/native";
import { describe, expect, test, vi } from "vitest";
import { Dev } from "./dev.js";
import { probe, unprivileged } from "./probe.js";

/* Compilers take their time on a machine that is busy. */
vi.setConfig({ testTimeout: 240_000 });

const program = "bpf/mine.bpf.c";
const contract = "src/probe.ts";
const who = "event->who = ctx->args[1];";
const sayWho = (value: number) => `event->who = ${value};`;

/** Asks for a priority, which is what the probe tells of. */
const ask = () => void os.getPriority();

/** Only what this process asks. */
const own = ["--pid", String(process.pid)];

describe("probe dev", () => {
  test("attaches what is saved: C, TypeScript and the headers and modules of both", async () => {
    const dev = await Dev.start(own);
    ask();
    dev.save(program, who, sayWho(77));
    await dev.attached();
    ask();

    dev.save(contract, 'which: integer({ describe: "process, group or user" })', "kind: integer(kind)");
    writeFileSync(
      path.join(dev.folder, "src/kind.ts"),
      'export const kind = { from: "which", describe: "what" };\n',
    );
    dev.save(contract, "export default", 'import { kind } from "./kind.js";\nexport default');
    await dev.attached();
    ask();

    /* A module that the contract imports, and not the contract. */
    dev.save("src/kind.ts", '"which"', '"who"');
    await dev.attached();
    ask();

    mkdirSync(path.join(dev.folder, "include"));
    writeFileSync(path.join(dev.folder, "include/who.h"), "#define WHO 5\n");
    dev.save(program, sayWho(77), "event->who = WHO;");
    dev.save(program, '#include "mine.h"', '#include "mine.h"\n#include "../include/who.h"');
    await dev.attached();
    ask();
    dev.saveByRename("include/who.h", "5", "6");
    await dev.attached();
    ask();

    const { status, stderr, events } = await dev.end();
    expect(events.map(({ which, kind, who }) => ({ which, kind, who }))).toEqual([
      { which: 0, who: 0 },
      { which: 0, who: 77 },
      { kind: 0, who: 77 },
      { kind: 77, who: 77 },
      { kind: 5, who: 5 },
      { kind: 6, who: 6 },
    ]);
    expect(stderr.match(/^probe dev: .*/gm)?.map((line) => line.replace(/in [\d.]+ m?s/, "in …"))).toEqual([
      "probe dev: mine built and attached in …",
      "probe dev: mine rebuilt and attached in … (bpf/mine.bpf.c)",
      "probe dev: mine rebuilt and attached in … (src/kind.ts, src/probe.ts)",
      "probe dev: mine rebuilt and attached in … (src/kind.ts)",
      "probe dev: mine rebuilt and attached in … (bpf/mine.bpf.c)",
      "probe dev: mine rebuilt and attached in … (include/who.h)",
    ]);
    expect(status).toBe(0);
  });

  test("goes on with the version before while the C is wrong, and with the new one when it is mended", async () => {
    const dev = await Dev.start(own);
    dev.save(program, who, "event->who = nobody;");
    await dev.failed();
    ask();
    dev.save(program, "event->who = nobody;", sayWho(7));
    await dev.attached();
    ask();
    const { status, stderr, events } = await dev.end();
    expect(stderr).toMatch(
      /^probe: compile bpf\/mine\.bpf\.c: use of undeclared identifier 'nobody'\n {2}bpf\/mine\.bpf\.c:48:15: event->who = nobody;/m,
    );
    expect(stderr).toContain(
      "probe dev: mine not rebuilt (bpf/mine.bpf.c): the version before goes on tracing\n",
    );
    expect(events.map(({ who }) => who)).toEqual([0, 7]);
    expect(status).toBe(0);
  });

  test("says what the verifier refuses, with the line and the register's state in words", async () => {
    const check = "\tif (!times)\n\t\treturn 0;\n";
    const dev = await Dev.start(own);
    dev.save(program, check, "");
    await dev.failed();
    ask();
    dev.save(program, "\treturn ++*times", `${check}\treturn ++*times`);
    await dev.attached();
    ask();
    const { stderr, events } = await dev.end();
    expect(stderr).toMatch(
      /^probe: mine: load on_call of mine\.bpf\.o: .*\n {2}bpf\/mine\.bpf\.c:26:9: return \+\+\*times; .*\n {2}R0 may be null: it is the result of bpf_map_lookup_elem\(&calls\b.*\n {2}→ check the result/m,
    );
    expect(events).toHaveLength(2);
  });

  test("says where contract and C differ, and goes on when the other half is saved", async () => {
    const dev = await Dev.start(own);
    dev.save("bpf/mine.h", "__s32 who;", "__s32 asked_for;");
    dev.save(program, who, "event->asked_for = ctx->args[1];");
    await dev.failed();
    dev.save(contract, "who: integer({ describe", 'who: integer({ from: "asked_for", describe');
    await dev.attached();
    ask();
    const { stderr, events } = await dev.end();
    expect(stderr).toMatch(/^probe: mine: .*who.*\n {2}src\/probe\.ts:\d+.*who: integer/m);
    expect(events.map(({ who }) => who)).toEqual([0]);
  });

  test("shows errors of types, and traces all the same", async () => {
    const dev = await Dev.start(own);
    dev.save(contract, "export default", 'export const count: number = "7";\nexport default');
    await dev.attached();
    await dev.running.printed("stderr", /TS2322/);
    ask();
    const { stderr, events } = await dev.end();
    expect(stderr).toMatch(
      /^probe: compile src\/probe\.ts: TS2322: .*\n {2}src\/probe\.ts:4:14: export const count/m,
    );
    expect(events).toHaveLength(1);
  });

  test("does not take what is no TypeScript", async () => {
    const dev = await Dev.start(own);
    dev.save(contract, "export default defineProbe({", "export default defineProbe({{");
    await dev.failed();
    ask();
    const { stderr, events } = await dev.end();
    expect(stderr).toMatch(/^probe: compile src\/probe\.ts: TS\d+: .*\n {2}src\/probe\.ts:\d+:\d+: /m);
    expect(events).toHaveLength(1);
  });

  test("waits for a package that cannot be built yet, and for what it is not", async () => {
    const dev = await Dev.startBroken([program, who, "event->who = nobody;"]);
    dev.saveByRename(program, "event->who = nobody;", who);
    await dev.attached();
    expect((await dev.end()).stderr).toContain("probe dev: mine not built: waiting for a save\n");

    const noPackage = await probe("dev", "/proc");
    expect(noPackage).toMatchObject({ status: 1, stderr: expect.stringContaining("it has no package.json") });
    const noRights = await unprivileged("dev", dev.folder);
    expect(noRights.stderr).toContain("tracing needs CAP_BPF and CAP_PERFMON");
  });

  test("takes the probe's options, and refuses those that it does not have", async () => {
    const dev = await Dev.start([...own, "--least", "2"]);
    ask();
    ask();
    const { events } = await dev.end();
    expect(events.map(({ times }) => times)).toEqual(["2"]);
    const wrong = await probe("dev", dev.folder, "--lest", "2");
    expect(wrong).toMatchObject({ status: 2, stderr: expect.stringContaining("unknown option '--lest'") });
    expect((await probe("dev", dev.folder, "--help")).stdout).toContain("--least <number>");
  });

  test("sees each event once while versions take turns", async () => {
    const asking = `const os = require("os");
      let next = 100000;
      process.send("ready");
      const timer = setInterval(() => { try { os.getPriority(next++); } catch {} }, 1);
      process.on("message", () => { clearInterval(timer); process.send(next); process.disconnect(); });`;
    const child = spawn(process.execPath, ["-e", asking], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
    await once(child, "message");
    const dev = await Dev.start(["--pid", String(child.pid)]);
    for (let save = 0; save < 4; save++) {
      dev.save(program, "Calls", "Calls ");
      await dev.attached();
    }
    child.send("end");
    const [end] = await once(child, "message");
    await once(child, "exit");
    const { events, stderr } = await dev.end();
    const seen = events.map(({ who }) => Number(who));
    const first = seen[0] as number;
    expect(seen).toEqual(Array.from({ length: end - first }, (_, index) => first + index));
    expect(stderr).not.toMatch(/[1-9]\d* lost/);
  });

  test("starts the command for each version, and traces neither compilers nor what else it starts", async () => {
    const command = ["--", process.execPath, "-e", "require('os').getPriority()"];
    const dev = await Dev.start(command);
    await dev.running.printed("stdout", /"times":"1"/);
    dev.save(program, who, sayWho(3));
    await dev.attached();
    await dev.running.printed("stdout", /"who":3\b/);
    const { status, events } = await dev.end();
    expect(events.map(({ who }) => who)).toEqual([0, 3]);
    expect(status).toBe(0);
  });

  test("holds no more after many saves than after a few, and leaves nothing behind", async () => {
    const ids = () =>
      Object.entries(kernelObjectIds()).flatMap(([kind, all]) => all.map((id: number) => `${kind} ${id}`));
    const before = new Set(ids());
    const dev = await Dev.start();
    const save = async (number: number) => {
      if (number % 2 === 0) dev.save(program, "Calls", "Calls ");
      else dev.save(contract, "What", "What ");
      await dev.attached();
    };
    for (let number = 0; number < 4; number++) await save(number);
    const few = await dev.descriptors();
    for (let number = 0; number < 20; number++) await save(number);
    expect(await dev.descriptors()).toBeLessThanOrEqual(few);
    expect(copies(dev.folder).length).toBeLessThanOrEqual(2);

    const { status } = await dev.end();
    expect(status).toBe(0);
    expect(copies(dev.folder)).toEqual([]);
    expect(readdirSync(path.join(dev.folder, "bpf")).sort()).toEqual(["mine.bpf.c", "mine.bpf.o", "mine.h"]);
    expect(readFileSync(path.join(dev.folder, "dist/probe.js"), "utf8")).toContain("defineProbe");
    await vi.waitFor(() => expect(ids().filter((id) => !before.has(id))).toEqual([]), 30_000);
  });

  test("takes away what one that was killed has left", async () => {
    const killed = await Dev.start();
    expect(copies(killed.folder)).toHaveLength(1);
    killed.running.child.kill("SIGKILL");
    await killed.running.outcome;
    expect(copies(killed.folder)).toHaveLength(1);
    const next = await Dev.start([], killed.folder);
    expect(copies(killed.folder)).toHaveLength(1);
    expect((await next.end()).status).toBe(0);
    expect(copies(killed.folder)).toEqual([]);
  });
});

const copies = (folder: string) => readdirSync(folder).filter((name) => name.startsWith(".probe-dev-"));
