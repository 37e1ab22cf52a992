import { chmodSync, chownSync, statSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { FoundProbe } from "../../../src/discovery/found-probe.js";
import {
  readRegistrations,
  registeredAs,
  registeredProbes,
  writeRegistrations,
} from "../../../src/discovery/registration.js";
import { manifestOf } from "../arguments/manifests.js";
import { asUser, nobody } from "./as-user.js";
import { put, putPackage, scratchFolder } from "./packages.js";

test("without a list nothing is registered", () => {
  expect(readRegistrations(path.join(scratchFolder(), "probes.json"))).toEqual({});
});

test("what is written is read again, and by everyone whatever the umask", () => {
  const file = path.join(scratchFolder(), "probekit", "probes.json");
  const before = process.umask(0o077);
  try {
    writeRegistrations(file, { a: "/srv/a" });
  } finally {
    process.umask(before);
  }
  expect(readRegistrations(file)).toEqual({ a: "/srv/a" });
  expect(statSync(file).mode & 0o777).toBe(0o644);
  expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o755);
});

test("a package that is gone says so, and how to forget it", () => {
  const root = scratchFolder();
  const file = path.join(root, "probes.json");
  const folder = putPackage(path.join(root, "a"), "probekit-probe-a", undefined);
  writeRegistrations(file, { a: folder, b: path.join(root, "b") });
  const { folders, gone } = registeredProbes(file);
  expect(folders).toEqual([folder]);
  expect(gone).toEqual([
    expect.objectContaining({ package: "b", problem: expect.stringContaining("probe remove b") }),
  ]);
});

test("a probe is registered by the name that it had, and found by the one that it has", () => {
  const registrations = { old: "/srv/mine", other: "/srv/other" };
  const found = (name: string, folder: string): FoundProbe => ({
    ...{ manifest: manifestOf(name), source: "registered", folder, manifestFile: `${folder}/probe.json` },
  });
  const probes = [found("new", "/srv/mine"), found("exec", "/usr/lib/exec")];
  expect(registeredAs("new", registrations, probes)).toBe("old");
  expect(registeredAs("old", registrations, probes)).toBe("old");
  for (const name of ["exec", "nothing", "constructor"])
    expect(registeredAs(name, registrations, probes)).toBeUndefined();
});

test.each([["{"], ["{}"], [{ probes: { a: "relative" } }], [{ probes: { a: 1 } }]])(
  "the list %j is damaged and says so",
  (content) => {
    const file = path.join(scratchFolder(), "probes.json");
    put(file, content);
    expect(() => readRegistrations(file)).toThrow(`${file}: it is not a list of registered probes`);
  },
);

describe("with two users", () => {
  beforeEach(({ skip }) => {
    if (process.getuid?.() !== 0) skip("needs root: acts as two users");
  });

  test("another user can read what root registered, and cannot change it", () => {
    const root = scratchFolder();
    chmodSync(root, 0o755);
    const file = path.join(root, "probekit", "probes.json");
    writeRegistrations(file, { a: "/srv/a" });
    asUser(nobody, () => {
      expect(readRegistrations(file)).toEqual({ a: "/srv/a" });
      expect(() => writeRegistrations(file, { a: "/tmp/evil" })).toThrow(
        `${file}: cannot be written: EACCES; only root can register probes`,
      );
    });
    expect(readRegistrations(file)).toEqual({ a: "/srv/a" });
  });

  test("root does not believe a list that another user wrote", () => {
    const root = scratchFolder();
    const file = path.join(root, "probekit", "probes.json");
    writeRegistrations(file, {});
    chownSync(path.dirname(file), nobody, nobody);
    chmodSync(root, 0o755);
    asUser(nobody, () => writeRegistrations(file, { a: "/tmp/evil" }));
    expect(() => readRegistrations(file)).toThrow(
      `${file}: the list of registered probes is refused with these rights: ${file} belongs to user ${nobody}`,
    );
  });

  test("root does not believe a list in a folder that another user owns", () => {
    const file = path.join(scratchFolder(), "probekit", "probes.json");
    writeRegistrations(file, {});
    chownSync(path.dirname(file), nobody, nobody);
    expect(() => readRegistrations(file)).toThrow(`${path.dirname(file)} belongs to user ${nobody}`);
  });
});
