// Publishes every package to a registry of its own on this machine and installs from there as users do:
// what users get, in which size, and that it works. `npm run registry`
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main, say, step } from "./lib/run.mjs";
import { author } from "./registry/author.mjs";
import { installTools, managers } from "./registry/managers.mjs";
import { publish } from "./registry/publish.mjs";
import { withRegistry } from "./registry/server.mjs";
import { requireSmall } from "./registry/size.mjs";
import { lintTarballs, packAll } from "./registry/tarballs.mjs";
import { requireTracing } from "./registry/tracing.mjs";
import { checkTypes } from "./registry/types.mjs";
import { newUser } from "./registry/user.mjs";

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
  await step("pack", () => packAll(tarballs));
  await step("lint", () => lintTarballs(tarballs));
  await withRegistry(folder, async (registry) => {
    await step("publish", () => publish(tarballs, registry, folder));
    await step("tools", () => installTools(folder, registry));
    for (const [name, install] of Object.entries(managers)) {
      const user = newUser(join(folder, name), registry);
      await step(`${name} install`, () =>
        install(user, folder, ["@probekit/cli", "@probekit/probe-exec", "@probekit/probe-filelife"]),
      );
      if (name === "npm") await step("size", () => requireSmall(user.modules));
      await step(`${name} run`, () => requireTracing(user, ["exec", "filelife"]));
    }
    await step("types", () => checkTypes(newUser(join(folder, "types"), registry)));
    await step("author", () => author(folder, registry));
  });
}
