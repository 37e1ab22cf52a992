import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../lib/paths.mjs";
import { capture, demand } from "./command.mjs";
import { tool } from "./toolbox.mjs";

const required = ["package/LICENSE", "package/README.md", "package/package.json"];
/** Of whom each has parts in it. */
const partsOfOthers = {
  "probekit-cli": ["commander", "fast-string-truncated-width", "fast-string-width", "picocolors"],
  "probekit-core": ["zod"],
  "probekit-native": ["node-addon-api"],
};
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
    await requireLicences(join(folder, name), partsOfOthers[name.replace(/-\d.*\.tgz$/, "")] ?? []);
    await capture(tool("publint"), ["run", join(folder, name), "--strict"]);
    /* For who imports it: a command has no entry points. */
    if (files.some((file) => file.endsWith(".d.ts")))
      await capture(tool("attw"), [join(folder, name), "--profile", "esm-only"]);
  }
}

/** The licences of all of them are in it, whole. */
async function requireLicences(tarball, names) {
  if (names.length === 0) return;
  const { stdout } = await capture("tar", ["-xzOf", tarball, "package/THIRD-PARTY-LICENSES"]);
  const titles = [...stdout.matchAll(/^(\S+) \d[\w.-]* \(.+\)$/gm)].map(([, name]) => name);
  demand(titles.join() === names.join(), `${tarball}: it has licences of ${titles}, expected ${names}`);
  const grants = stdout.match(/Permission (is hereby granted|to use, copy)/g) ?? [];
  demand(grants.length === names.length, `${tarball}: a licence in it is not whole`);
}

async function filesOf(tarball) {
  const { stdout } = await capture("tar", ["-tzf", tarball]);
  return stdout.trim().split("\n");
}
