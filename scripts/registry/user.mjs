import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { which } from "../lib/toolchain.mjs";

/** All that a user's commands find: no compiler among them, nor python for node-gyp. */
const commands = ["node", "npm", "sh", "env", "touch", "rm", "mount", "unshare", "setpriv"];

/**
 * Somebody who has never installed anything: a home, cache and prefix of their own, and a PATH with
 * Node and little else. Packages come from `registry`, and run no scripts.
 */
export function newUser(folder, registry) {
  const home = join(folder, "home");
  const prefix = join(folder, "prefix");
  const tools = join(folder, "tools");
  const work = join(folder, "work");
  for (const part of [home, prefix, tools, work]) mkdirSync(part, { recursive: true });
  for (const name of commands) symlinkSync(realpathSync(which(name)), join(tools, name));
  const settings = {
    registry,
    prefix,
    cache: join(folder, "cache"),
    "ignore-scripts": true,
    audit: false,
    fund: false,
    "update-notifier": false,
  };
  const npmrc = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(join(home, ".npmrc"), npmrc.join(""));
  const env = { HOME: home, PATH: [join(prefix, "bin"), tools].join(":"), NO_COLOR: "1", LANG: "C.UTF-8" };
  return { home, prefix, work, registry, env, modules: join(prefix, "lib", "node_modules") };
}
