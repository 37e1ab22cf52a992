import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fingerprint, unlessDone } from "../lib/fingerprint.mjs";
import { localBin, root } from "../lib/paths.mjs";
import { capture } from "./command.mjs";
import { verdaccio } from "./versions.mjs";

const patienceMs = 300_000;

/** Runs verdaccio on a free port of the loopback while `work` goes on. @param work is given its URL */
export async function withRegistry(folder, work) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const log = join(folder, "verdaccio.log");
  const config = await writeConfig(join(folder, "registry"));
  const output = openSync(log, "w");
  const server = spawn(await verdaccioBin(), ["--config", config, "--listen", `127.0.0.1:${port}`], {
    stdio: ["ignore", output, output],
  });
  try {
    await untilReady(server, url, log);
    return await work(url);
  } finally {
    if (server.exitCode === null) server.kill();
  }
}

/** Installs it once for this checkout. */
async function verdaccioBin() {
  const folder = join(root, ".cache", "registry", `verdaccio-${verdaccio}`);
  /* It asks for a tag of node-fetch, and mirrors need not have tags. */
  const packageJson = { private: true, dependencies: { verdaccio }, overrides: { "node-fetch": "2.7.0" } };
  await unlessDone(join(folder, ".installed"), fingerprint([], [JSON.stringify(packageJson)]), async () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), JSON.stringify(packageJson));
    await capture("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: folder });
  });
  return localBin("verdaccio", folder);
}

/** Ours are only here; all else comes from where npm is configured to get it. */
async function writeConfig(folder) {
  mkdirSync(folder);
  const { stdout } = await capture("npm", ["config", "get", "registry"]);
  const ours = { access: "$all", publish: "$all" };
  const file = join(folder, "config.yaml");
  /* JSON is YAML. */
  const config = {
    storage: join(folder, "storage"),
    auth: { htpasswd: { file: join(folder, "htpasswd") } },
    uplinks: { upstream: { url: stdout.trim(), timeout: "2m" } },
    packages: {
      "@probekit/*": ours,
      "probekit-*": ours,
      "create-probekit": ours,
      "**": { access: "$all", proxy: "upstream" },
    },
    log: { type: "stdout", format: "pretty", level: "warn" },
    max_body_size: "50mb",
  };
  writeFileSync(file, JSON.stringify(config));
  return file;
}

async function untilReady(server, url, log) {
  const endMs = performance.now() + patienceMs;
  while (performance.now() < endMs) {
    if (server.exitCode !== null) break;
    const answer = await fetch(`${url}-/ping`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error(`verdaccio does not answer:\n${readFileSync(log, "utf8")}`);
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
