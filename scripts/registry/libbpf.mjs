import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { demand, refusal } from "./command.mjs";

const library = "libbpf.so.1";
const addon = `@probekit/cli/node_modules/@probekit/native/prebuilds/linux-${process.arch}/native.napi.glibc.node`;

/**
 * A system without libbpf: the installed addon asks for one that no system has, so that the dynamic
 * linker's own words are met. Spoils the installation.
 */
export async function checkMissingLibbpf(user) {
  const file = join(user.modules, addon);
  const image = readFileSync(file);
  const at = image.indexOf(`${library}\0`);
  demand(at > 0, `${addon} does not need ${library}`);
  image.write("libbpf.so.9", at);
  writeFileSync(file, image);
  const said = await refusal("probe", ["run", "exec"], { env: user.env, cwd: user.work });
  demand(said.includes("apt install libbpf1"), `without libbpf, probe says: ${said}`);
}
