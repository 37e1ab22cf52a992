import { join } from "node:path";
import { root } from "../lib/paths.mjs";
import { capture, demand } from "./command.mjs";
import { managers } from "./managers.mjs";
import { publish } from "./publish.mjs";
import { newUser } from "./user.mjs";

/**
 * An author's way, outside the repository: a new package, built, tested, published, then installed
 * by somebody without a compiler, where it sees events.
 */
export async function author(folder, registry) {
  const writer = newUser(join(folder, "author"), registry);
  await managers.npm(writer, ["@probekit/cli"]);
  const env = {
    ...writer.env,
    PATH: `${writer.env.PATH}:${toolchain()}`,
    npm_config_ignore_scripts: "false",
  };
  await capture("probe", ["new", "mine"], { env, cwd: writer.work });

  const packed = join(writer.work, "packed");
  const own = { env, cwd: join(writer.work, "probekit-probe-mine") };
  await capture("npm", ["install"], own);
  await capture("npm", ["run", "build"], own);
  await capture("npm", ["test"], own);
  if (isRoot()) await capture("npm", ["run", "test:kernel"], own);
  await capture("mkdir", [packed]);
  await capture("npm", ["pack", "--pack-destination", packed], own);
  await publish(packed, registry, folder);
  return requireEvents(newUser(join(folder, "stranger"), registry));
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
