import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { capture } from "./command.mjs";

/** Publishes packed tarballs, as they are. */
export async function publish(tarballs, registry, folder) {
  const userconfig = join(folder, "publisher.npmrc");
  /* npm publishes only with a token; this registry asks for none. */
  writeFileSync(userconfig, `registry=${registry}\n${registry.replace(/^http:/, "")}:_authToken=anyone\n`);
  for (const name of readdirSync(tarballs)) {
    const flags = ["--userconfig", userconfig, "--access", "public", "--provenance=false"];
    await capture("npm", ["publish", join(tarballs, name), ...flags], { cwd: folder });
  }
}
