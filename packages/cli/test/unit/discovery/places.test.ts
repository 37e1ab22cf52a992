import { symlinkSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { probeFolders } from "../../../src/discovery/places.js";
import { projectFolders, projectIn } from "../../../src/discovery/project.js";
import { put, scratchFolder } from "./packages.js";

const packageJson = (...names: string[]) => ({
  dependencies: Object.fromEntries(names.map((name) => [name, "1.0.0"])),
});

test("beside a package.json, names that it does not ask for count only if they are probes'", () => {
  const root = scratchFolder();
  put(path.join(root, "package.json"), packageJson("asked"));
  for (const name of ["asked", "brought-along", "probekit-probe-a", ".bin"])
    put(path.join(root, "node_modules", name, "package.json"), {});

  const cli = path.join(root, "node_modules", "@probekit", "cli");
  const names = probeFolders(cli).map((folder) => path.relative(path.join(root, "node_modules"), folder));

  expect(names).toEqual(["asked", "probekit-probe-a"]);
});

test("what pnpm installed globally is found in the folders that it links to, not in earlier ones", () => {
  const root = path.join(scratchFolder(), "global", "v11");
  for (const [folder, name] of [
    ["1-cli", "@probekit/cli"],
    ["2-old", "probekit-probe-a"],
    ["3-new", "probekit-probe-a"],
  ] as const) {
    put(path.join(root, folder, "package.json"), packageJson(name));
    put(path.join(root, folder, "node_modules", name, "package.json"), {});
  }
  symlinkSync("1-cli", path.join(root, "aaaa"));
  symlinkSync("3-new", path.join(root, "bbbb"));

  expect(probeFolders(path.join(root, "aaaa/node_modules/@probekit/cli"), "/elsewhere")).toEqual(
    expect.arrayContaining([path.join(root, "bbbb/node_modules/probekit-probe-a")]),
  );
  expect(
    probeFolders(path.join(root, "aaaa/node_modules/@probekit/cli"), "/elsewhere").join("\n"),
  ).not.toContain("2-old");
});

test("a project's probes are what it asks for, where Node finds it", () => {
  const root = scratchFolder();
  const project = path.join(root, "packages", "app");
  put(path.join(project, "package.json"), packageJson("near", "hoisted", "not-installed"));
  put(path.join(project, "node_modules/near/package.json"), {});
  put(path.join(root, "node_modules/hoisted/package.json"), {});
  put(path.join(root, "node_modules/probekit-probe-brought-along/package.json"), {});

  expect(projectFolders(project)).toEqual([
    project,
    path.join(project, "node_modules/near"),
    path.join(root, "node_modules/hoisted"),
  ]);
});

test("a folder that is no project is refused", () => {
  const folder = scratchFolder();
  expect(() => projectFolders(folder)).toThrow(`--project ${folder}: it has no package.json`);
});

test.each([
  [["exec", "--project", "/srv/app", "-o", "json"], "/srv/app"],
  [["--project=/srv/app", "exec"], "/srv/app"],
  [["exec"], undefined],
])("the project of %j is %s", (words, project) => {
  expect(projectIn(words)).toBe(project);
});
