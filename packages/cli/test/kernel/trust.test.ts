import { chmodSync } from "node:fs";
import { expect, test } from "vitest";
import { authorPackage } from "./author-package.js";
import { Probe, probe } from "./probe.js";

test("a service with the rights to trace refuses what others could change, as root does", async () => {
  const folder = authorPackage();
  expect((await probe("build", folder, "--no-load")).status).toBe(0);
  chmodSync(folder, 0o777);
  const { status, stderr } = await asService("run", folder, "--duration", "1ms").outcome;
  expect(stderr).toBe(
    `probe: mine: refused with these rights: ${folder} is writable by everyone; if the package in ${folder} is what you expect: chmod -R go-w that folder\n`,
  );
  expect(status).toBe(1);
});

/** As systemd starts what has AmbientCapabilities. */
function asService(...words: readonly string[]): Probe {
  const rights = "+bpf,+perfmon,+dac_read_search";
  const user = ["--reuid", "65534", "--regid", "65534", "--clear-groups"];
  return new Probe(words, {}, ["setpriv", ...user, "--inh-caps", rights, "--ambient-caps", rights]);
}
