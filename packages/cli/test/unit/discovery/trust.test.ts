import { chmodSync, chownSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { FoundProbe } from "../../../src/discovery/found-probe.js";
import { distrust, requireTrusted, requireTrustedSources } from "../../../src/discovery/trust.js";
import { manifestOf } from "../arguments/manifests.js";
import { put, putPackage, scratchFolder } from "./packages.js";

const callers = new Set([0, 1000]);

test.each([
  ["root's file is fine", 0, 0o100644, undefined],
  ["the caller's file is fine", 1000, 0o100600, undefined],
  ["another user's is not", 1001, 0o100644, "belongs to user 1001"],
  ["what its group can write is not", 0, 0o100664, "is writable by its group"],
  ["what everyone can write is not", 0, 0o040777, "is writable by everyone"],
])("%s", (_, uid, mode, reason) => {
  const nobodys = () => false;
  expect(distrust({ uid, gid: uid, mode }, callers, nobodys)).toBe(reason);
});

test.each([
  ["what a group of the owner's alone can write is fine", 0o100664, undefined],
  ["what everyone can write is not, either", 0o100666, "is writable by everyone"],
])("%s", (_, mode, reason) => {
  const isPrivate = (gid: number, uid: number) => gid === 1000 && uid === 1000;
  expect(distrust({ uid: 1000, gid: 1000, mode }, callers, isPrivate)).toBe(reason);
});

test("who is in which group is read only of what a group can write", () => {
  const isPrivate = vi.fn(() => false);
  for (const mode of [0o100644, 0o040755]) distrust({ uid: 1000, gid: 1000, mode }, callers, isPrivate);
  expect(isPrivate).not.toHaveBeenCalled();
  distrust({ uid: 1000, gid: 1000, mode: 0o100664 }, callers, isPrivate);
  expect(isPrivate).toHaveBeenCalledWith(1000, 1000);
});

function installed(at = scratchFolder()): FoundProbe {
  const folder = putPackage(at, "@probekit/probe-a", manifestOf("a"));
  const manifest = { ...manifestOf("a"), module: "./dist/probe.js", object: "./bpf/a.bpf.o" };
  for (const file of ["dist/probe.js", "dist/chunk.js", "bpf/a.bpf.o"]) put(path.join(folder, file), "");
  return { manifest, source: "path", folder, manifestFile: path.join(folder, "probe.json") };
}

function authored(module: string) {
  const folder = scratchFolder();
  const files = ["package.json", "tsconfig.json", "bpf/mine.bpf.c", "bpf/mine.h", "src/probe.ts", module];
  for (const file of files) put(path.join(folder, file), "");
  return { folder, name: "probekit-probe-mine", version: "1.0.0", module };
}

afterEach(() => vi.unstubAllEnvs());

describe("root", () => {
  beforeEach(({ skip }) => {
    if (process.getuid?.() !== 0) skip("needs root: the files of a trusted package belong to it");
  });

  test("is not stopped by a package of its own", () => {
    expect(() => requireTrusted(installed(), callers)).not.toThrow();
  });

  test.each(["package.json", "probe.json", "dist/probe.js", "dist/chunk.js", "bpf/a.bpf.o", "bpf", "."])(
    "is stopped by a package of which others can write %s",
    (name) => {
      const probe = installed();
      const file = path.join(probe.folder, name);
      chmodSync(file, 0o777);
      expect(() => requireTrusted(probe, callers)).toThrow(
        `a: refused with these rights: ${file} is writable by everyone`,
      );
    },
  );

  test("is stopped by a folder above the package where others can put another one", () => {
    const above = scratchFolder();
    const probe = installed(path.join(above, "mine"));
    chmodSync(above, 0o777);
    expect(() => requireTrusted(probe, callers)).toThrow(
      `${above} is writable by everyone; keep the package where nobody else can write`,
    );
  });

  test("is not stopped by a folder above the package where others can only add", () => {
    const above = scratchFolder();
    const probe = installed(path.join(above, "mine"));
    chmodSync(above, 0o1777);
    expect(() => requireTrusted(probe, callers)).not.toThrow();
  });

  test.each([".", "bpf", "dist"])("is stopped by a package where others can add to %s", (name) => {
    const probe = installed();
    const folder = path.join(probe.folder, name);
    chmodSync(folder, 0o1777);
    expect(() => requireTrusted(probe, callers)).toThrow(`${folder} is writable by everyone`);
  });

  test("is stopped by a module that is a link to what others can write", () => {
    const probe = installed();
    const elsewhere = scratchFolder();
    put(path.join(elsewhere, "evil.js"), "");
    chownSync(path.join(elsewhere, "evil.js"), 1001, 1001);
    const module = path.join(probe.folder, "dist/probe.js");
    rmSync(module);
    symlinkSync(path.join(elsewhere, "evil.js"), module);
    expect(() => requireTrusted(probe, callers)).toThrow(`${elsewhere}/evil.js belongs to user 1001`);
  });

  test("is not stopped by what Emacs puts beside an unsaved file", () => {
    const probe = installed();
    symlinkSync("author@machine.1:2", path.join(probe.folder, "dist/.#probe.js"));
    expect(() => requireTrusted(probe, callers)).not.toThrow();
  });

  test("is stopped by any other link to nowhere, for others could make what it leads to", () => {
    const probe = installed();
    symlinkSync("/tmp/nothing-here", path.join(probe.folder, "dist/later.js"));
    expect(() => requireTrusted(probe, callers)).toThrow("ENOENT");
  });

  test("is stopped by packages of others that the probe would import", () => {
    const above = scratchFolder();
    const probe = installed(path.join(above, "mine"));
    const modules = path.join(above, "node_modules");
    mkdirSync(modules);
    chownSync(modules, 1001, 1001);
    expect(() => requireTrusted(probe, callers)).toThrow(`${modules} belongs to user 1001`);
  });

  test.each(["@probekit", "@probekit/core", "other"])(
    "is stopped by what the probe would import where %s is someone else's",
    (name) => {
      const above = scratchFolder();
      const probe = installed(path.join(above, "mine"));
      const modules = path.join(above, "node_modules");
      for (const inner of ["@probekit/core", "other"])
        mkdirSync(path.join(modules, inner), { recursive: true });
      expect(() => requireTrusted(probe, callers)).not.toThrow();
      chownSync(path.join(modules, name), 1001, 1001);
      expect(() => requireTrusted(probe, callers)).toThrow(`${modules}/${name} belongs to user 1001`);
    },
  );

  test("is stopped by a package to import that is a link into someone else's folder", () => {
    const above = scratchFolder();
    const probe = installed(path.join(above, "mine"));
    const elsewhere = scratchFolder();
    mkdirSync(path.join(above, "node_modules/@probekit"), { recursive: true });
    symlinkSync(elsewhere, path.join(above, "node_modules/@probekit/core"));
    expect(() => requireTrusted(probe, callers)).not.toThrow();
    chownSync(elsewhere, 1001, 1001);
    expect(() => requireTrusted(probe, callers)).toThrow(`${elsewhere} belongs to user 1001`);
    chownSync(elsewhere, 0, 0);
    const scope = path.join(above, "node_modules/@probekit");
    chownSync(scope, 1001, 1001);
    expect(() => requireTrusted(probe, callers)).toThrow(`${scope} belongs to user 1001`);
  });

  test.each([
    ...["package.json", "tsconfig.json", "bpf/mine.bpf.c", "bpf/mine.h", "src/probe.ts", "lib/probe.js"],
    ...["src", "lib", "."],
  ])("is stopped from building a package of which %s is someone else's", (name) => {
    const mine = authored("./lib/probe.js");
    expect(() => requireTrustedSources(mine, callers)).not.toThrow();
    const file = path.join(mine.folder, name);
    chownSync(file, 1001, 1001);
    expect(() => requireTrustedSources(mine, callers)).toThrow(
      `probekit-probe-mine: refused with these rights: ${file} belongs to user 1001`,
    );
  });

  test("builds what is of who asked for it by sudo, and of nobody else", () => {
    const mine = authored("./dist/probe.js");
    chownSync(path.join(mine.folder, "src/probe.ts"), 1001, 1001);
    vi.stubEnv("SUDO_UID", "1001");
    expect(() => requireTrustedSources(mine)).not.toThrow();
    vi.stubEnv("SUDO_UID", "1002");
    expect(() => requireTrustedSources(mine)).toThrow("belongs to user 1001");
    vi.stubEnv("SUDO_UID", "");
    expect(() => requireTrustedSources(mine)).toThrow("belongs to user 1001");
  });

  test("is stopped by a module that belongs to someone else, and told to make it root's", () => {
    const probe = installed();
    chownSync(path.join(probe.folder, "dist/probe.js"), 1001, 1001);
    expect(() => requireTrusted(probe, callers)).toThrow(
      /probe\.js belongs to user 1001; if the package in \S+ is what you expect: chown -R root: and chmod -R go-w that folder$/,
    );
  });

  test("is stopped by what is only writable, and not told to take it from its owner", () => {
    const probe = installed();
    chmodSync(probe.manifestFile, 0o666);
    expect(() => requireTrusted(probe, callers)).toThrow(
      /is writable by everyone; if the package in \S+ is what you expect: chmod -R go-w that folder$/,
    );
  });
});
