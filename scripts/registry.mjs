// Publishes every package to a registry of its own on this machine and installs from there as users do:
// what users get, in which size, and that it works. `npm run registry`; PROBEKIT_KEEP=1 keeps the folder.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main, say, step } from "./lib/run.mjs";
import { author } from "./registry/author.mjs";
import { checkMissingLibbpf } from "./registry/libbpf.mjs";
import { managers } from "./registry/managers.mjs";
import { publish } from "./registry/publish.mjs";
import { withRegistry } from "./registry/server.mjs";
import { requireSmall } from "./registry/size.mjs";
import { lintTarballs, packAll } from "./registry/tarballs.mjs";
import { ensureTools } from "./registry/toolbox.mjs";
import { requireTracing } from "./registry/tracing.mjs";
import { checkTrust } from "./registry/trust.mjs";
import { checkTypes } from "./registry/types.mjs";
import { newUser } from "./registry/user.mjs";

const packages = ["@probekit/cli", "@probekit/probe-exec", "@probekit/probe-filelife"];

await main(async () => {
  const folder = mkdtempSync(join(tmpdir(), "probekit-registry-"));
  try {
    await check(folder);
  } finally {
    if (process.env.PROBEKIT_KEEP) say(`kept: ${folder}`);
    else rmSync(folder, { recursive: true, force: true });
  }
});

async function check(folder) {
  const tarballs = join(folder, "tarballs");
  await step("tools", ensureTools);
  await step("pack", () => packAll(tarballs));
  await step("lint", () => lintTarballs(tarballs));
  await withRegistry(folder, async (registry) => {
    const user = (name) => newUser(join(folder, name), registry);
    await step("publish", () => publish(tarballs, registry, folder));
    const npmUser = await installed("npm", user("npm"));
    await step("size", () => requireSmall(npmUser.modules));
    await step("trust", () => checkTrust(npmUser, folder));
    await step("no libbpf", () => checkMissingLibbpf(npmUser));
    await installed("pnpm", user("pnpm"));
    await installed("yarn", user("yarn"));
    await step("types", () => checkTypes(user("types")));
    await step("author", () => author(folder, registry));
  });
}

async function installed(manager, user) {
  await step(`${manager} add`, () => managers[manager](user, packages));
  await step(`${manager} run`, () => requireTracing(user, ["exec", "filelife"]));
  return user;
}
