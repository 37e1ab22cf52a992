import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { capture } from "./command.mjs";
import { tool } from "./toolbox.mjs";

const patienceMs = 300_000;

/** Runs verdaccio on a free port of the loopback while `work` goes on. @param work is given its URL */
export async function withRegistry(folder, work) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const log = join(folder, "verdaccio.log");
  const config = await writeConfig(join(folder, "registry"));
  const output = openSync(log, "w");
  const server = spawn(tool("verdaccio"), ["--config", config, "--listen", `127.0.0.1:${port}`], {
    stdio: ["ignore", output, output],
  });
  try {
    await untilReady(server, url, log);
    return await work(url);
  } finally {
    if (server.exitCode === null) server.kill();
  }
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
