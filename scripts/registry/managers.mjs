import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pnpm } from "../lib/install.mjs";
import { capture } from "./command.mjs";
import { yarn } from "./versions.mjs";

/** Gets the other package managers, which the users below run without npx. */
export async function installTools(folder, registry) {
  const flags = ["--prefix", join(folder, "managers"), "--registry", registry, "--ignore-scripts"];
  await capture("npm", ["install", "--no-audit", "--no-fund", ...flags, pnpm, yarn], { cwd: folder });
}

/** How each installs packages globally for a user. */
export const managers = {
  npm: (user, _folder, packages) =>
    capture("npm", ["install", "-g", ...packages], { env: user.env, cwd: user.work }).then(() => ""),

  pnpm: async (user, folder, packages) => {
    const home = join(user.home, "pnpm");
    mkdirSync(join(home, "bin"), { recursive: true });
    user.env.PNPM_HOME = home;
    user.env.PATH = [home, join(home, "bin"), user.env.PATH].join(":");
    /* What was published a minute ago is what is to be installed. */
    const flags = ["--ignore-scripts", "--config.minimum-release-age=0", `--registry=${user.registry}`];
    await tool(folder, "pnpm", ["add", "-g", ...flags, ...packages], user);
  },

  yarn: async (user, folder, packages) => {
    const at = ["--prefix", user.prefix, "--global-folder", join(user.home, "yarn")];
    const flags = ["--ignore-scripts", "--non-interactive", "--registry", user.registry];
    await tool(folder, "yarn", ["global", "add", ...at, ...flags, ...packages], user);
  },
};

function tool(folder, name, args, { env, work }) {
  return capture(join(folder, "managers", "node_modules", ".bin", name), args, { env, cwd: work });
}
