import path from "node:path";
import { apiVersion } from "@probekit/core";
import { expect, test } from "vitest";
import { Catalogue } from "../../../src/discovery/catalogue.js";
import type { Candidate } from "../../../src/discovery/found-probe.js";
import { probeFolders } from "../../../src/discovery/places.js";
import { supportedApiVersion } from "../../../src/discovery/read-package.js";
import { manifestOf } from "../arguments/manifests.js";
import { put, putPackage, scratchFolder } from "./packages.js";

const from = (source: Candidate["source"], folders: readonly string[]) =>
  folders.map((folder) => ({ folder, source }));
const catalogueOf = (...folders: string[]) => new Catalogue(from("installed", folders));

test("the contract's version is core's", () => {
  expect(supportedApiVersion).toBe(apiVersion);
});

test("probes are found beside the CLI and above it, by every kind of name", () => {
  const root = scratchFolder();
  const modules = path.join(root, "lib", "node_modules");
  const names = ["@probekit/probe-a", "probekit-probe-b", "@someone/probekit-probe-c"];
  for (const name of names) putPackage(path.join(modules, name), name, manifestOf(name.slice(-1)));
  putPackage(path.join(root, "node_modules", "probekit-probe-d"), "probekit-probe-d", manifestOf("d"));
  putPackage(path.join(modules, "@someone", "anything"), "@someone/anything", manifestOf("e"));
  put(path.join(modules, "probekit-probe-none", "package.json"), { name: "probekit-probe-none" });

  const { probes, broken } = catalogueOf(...probeFolders(path.join(modules, "@probekit", "cli")));

  expect(probes.map(({ manifest }) => manifest.name)).toEqual(["a", "b", "c", "d", "e"]);
  expect(broken).toEqual([]);
});

test("in the repository the CLI's neighbours are found", () => {
  const root = scratchFolder();
  put(path.join(root, "pnpm-workspace.yaml"), "");
  const folder = putPackage(path.join(root, "packages", "probe-a"), "@probekit/probe-a", manifestOf("a"));
  expect(catalogueOf(...probeFolders(path.join(root, "packages", "cli"))).find("a").folder).toBe(folder);
});

test("a package that is found twice by different ways is one", () => {
  const folder = putPackage(scratchFolder(), "@probekit/probe-a", manifestOf("a"));
  expect(catalogueOf(folder, `${folder}/.`).find("a").folder).toBe(folder);
});

test("a probe can be named by its path", () => {
  const folder = putPackage(scratchFolder(), "mine", manifestOf("mine"));
  expect(new Catalogue([]).find(folder).manifest.name).toBe("mine");
});

test("a name that is not there is told with those that are", () => {
  const folder = putPackage(scratchFolder(), "@probekit/probe-a", manifestOf("a"));
  expect(() => catalogueOf(folder).find("x")).toThrow(
    "no probe is called x; installed are a; npm install -g @probekit/probe-x",
  );
});

test("a name that is nearly there is understood", () => {
  const folder = putPackage(scratchFolder(), "@probekit/probe-exec", manifestOf("exec"));
  expect(() => catalogueOf(folder).find("exce")).toThrow(
    "no probe is called exce: did you mean exec? installed are exec",
  );
});

test("two of one name are both shown", () => {
  const root = scratchFolder();
  const [one = "", two = ""] = ["1", "2"].map((name) =>
    putPackage(path.join(root, name), "@probekit/probe-a", manifestOf("a")),
  );
  const catalogue = new Catalogue([...from("installed", [one]), ...from("registered", [two])]);
  expect(() => catalogue.find("a")).toThrow(
    `two probes are called a: ${one} (installed) and ${two} (registered); remove one, or name one by its path`,
  );
});

test.each([
  ["has not been built", undefined, "probe.json is not there: the package has not been built"],
  ["has a manifest that is none", "{", "is not the manifest of a probe"],
  [
    "has a manifest of which a part is missing",
    { ...manifestOf("a"), plans: undefined },
    "is not whole: build the package again",
  ],
  [
    "is for a newer contract",
    { ...manifestOf("a"), apiVersion: 2 },
    "it was written for version 2 of the probe contract, and this is version 1: update @probekit/cli",
  ],
  [
    "is for an older contract",
    { ...manifestOf("a"), apiVersion: 0 },
    "it was written for version 0 of the probe contract, and this is version 1: update the probe",
  ],
])("a package that %s says so when it is asked for", (_, manifest, problem) => {
  const folder = putPackage(scratchFolder(), "@probekit/probe-a", manifest);
  const catalogue = catalogueOf(folder);
  expect(catalogue.broken).toHaveLength(1);
  expect(() => catalogue.find("a")).toThrow(problem);
  expect(() => catalogue.find(folder)).toThrow(problem);
});

test("a probe of another contract is known by its own name, whatever its package is called", () => {
  const folder = putPackage(scratchFolder(), "anything", { ...manifestOf("a"), apiVersion: 2 });
  expect(() => catalogueOf(folder).find("a")).toThrow(
    `anything in ${folder} cannot be used: it was written for version 2`,
  );
});

test("a path without a package is told as such", () => {
  const folder = scratchFolder();
  expect(() => new Catalogue([]).find(folder)).toThrow(`${folder} is not a probe package`);
});
