import { join } from "node:path";
import { root } from "../lib/paths.mjs";
import { capture, demand } from "./command.mjs";
import { managers } from "./managers.mjs";
import { publish } from "./publish.mjs";
import { newUser } from "./user.mjs";

/**
 * An author's way, outside the repository: a new package, built, tested, published, then installed
 * by somebody without a compiler, where it sees events. Another is begun with npm alone.
 */
export async function author(folder, registry) {
  const writer = newUser(join(folder, "author"), registry);
  const env = {
    ...writer.env,
    PATH: `${writer.env.PATH}:${toolchain()}`,
    npm_config_ignore_scripts: "false",
    npm_config_yes: "true",
  };
  const create = ["create", "probekit", "lookups", "--", "--hook", "uprobe", "--output", "table"];
  await capture("npm", create, { env, cwd: writer.work });
  await tryOut({ env, cwd: join(writer.work, "probekit-probe-lookups") }, ["getent", "ahosts", "localhost"]);

  await managers.npm(writer, ["@probekit/cli"]);
  await capture("probe", ["new", "mine"], { env, cwd: writer.work });
  const own = { env, cwd: join(writer.work, "probekit-probe-mine") };
  await tryOut(own, ["true"]);

  const packed = join(writer.work, "packed");
  await capture("mkdir", [packed]);
  await capture("npm", ["pack", "--pack-destination", packed], own);
  await publish(packed, registry, folder);
  return requireEvents(newUser(join(folder, "stranger"), registry));
}

/** What a new package's README.md says to do with it. */
async function tryOut(own, command) {
  await capture("npm", ["install"], own);
  await capture("npm", ["run", "build"], own);
  await capture("npm", ["test"], own);
  if (!isRoot()) return;
  await capture("npm", ["run", "test:kernel"], own);
  const words = ["probe", "run", ".", "--output", "json", "--", ...command];
  const { stdout } = await capture("npx", words, own);
  demand(stdout.includes(`"comm":"${command[0]}"`), `${words.join(" ")} saw nothing:\n${stdout}`);
}

/** An author has a compiler, and nothing of this repository. */
function toolchain() {
  const folders = (process.env.PATH ?? "").split(":");
  return folders.filter((place) => !place.startsWith(root)).join(":");
}

async function requireEvents(user) {
  await managers.npm(user, ["@probekit/cli", "probekit-probe-mine"]);
  if (!isRoot()) return "installed; tracing needs root";
  const words = ["run", "mine", "--output", "json", "--", "sh", "-c", "touch scratch; rm scratch"];
  const { stdout } = await capture("probe", words, { env: user.env, cwd: user.work });
  const events = stdout.split("\n").filter((line) => line.includes('"probe":"mine"'));
  demand(events.length > 0, `mine saw nothing of what sh does:\n${stdout}`);
  return `${events.length} events`;
}

function isRoot() {
  return process.getuid() === 0;
}
