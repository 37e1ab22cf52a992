import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { capture } from "./command.mjs";
import { tool } from "./toolbox.mjs";

/** How each installs packages globally for a user. */
export const managers = {
  npm: (user, packages) =>
    capture("npm", ["install", "-g", ...packages], { env: user.env, cwd: user.work }).then(() => ""),

  pnpm: async (user, packages) => {
    const home = join(user.home, "pnpm");
    mkdirSync(join(home, "bin"), { recursive: true });
    user.env.PNPM_HOME = home;
    user.env.PATH = [home, join(home, "bin"), user.env.PATH].join(":");
    /* What was published a minute ago is what is to be installed. */
    const flags = ["--ignore-scripts", "--config.minimum-release-age=0", `--registry=${user.registry}`];
    await capture(tool("pnpm"), ["add", "-g", ...flags, ...packages], { env: user.env, cwd: user.work });
  },

  yarn: async (user, packages) => {
    const at = ["--prefix", user.prefix, "--global-folder", join(user.home, "yarn")];
    const flags = ["--ignore-scripts", "--non-interactive", "--registry", user.registry];
    await capture(tool("yarn"), ["global", "add", ...at, ...flags, ...packages], {
      env: user.env,
      cwd: user.work,
    });
  },
};
