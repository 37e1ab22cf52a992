import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../lib/paths.mjs";
import { capture, demand } from "./command.mjs";
import { tool } from "./toolbox.mjs";

const required = ["package/LICENSE", "package/README.md", "package/package.json"];
const unwanted = /\.map$|\.tsbuildinfo$|\.built-from$|\/test\/|binding\.gyp$|\.cc$|\.test\./;

/** Packs every package of the workspace. What was packed is what is published. */
export async function packAll(folder) {
  mkdirSync(folder, { recursive: true });
  await capture(tool("pnpm"), ["-r", "--filter", "./packages/*", "pack", "--pack-destination", folder], {
    cwd: root,
  });
  return `${readdirSync(folder).length} tarballs`;
}

/** What is in each, and whether its entry points and types are found by every way of importing them. */
export async function lintTarballs(folder) {
  for (const name of readdirSync(folder)) {
    const files = await filesOf(join(folder, name));
    for (const file of required) demand(files.includes(file), `${name}: it has no ${file}`);
    const surplus = files.filter((file) => unwanted.test(file));
    demand(surplus.length === 0, `${name}: it should not have ${surplus.join(", ")}`);
    await capture(tool("publint"), ["run", join(folder, name), "--strict"]);
    /* For who imports it: a command has no entry points. */
    if (files.some((file) => file.endsWith(".d.ts")))
      await capture(tool("attw"), [join(folder, name), "--profile", "esm-only"]);
  }
}

async function filesOf(tarball) {
  const { stdout } = await capture("tar", ["-tzf", tarball]);
  return stdout.trim().split("\n");
}
