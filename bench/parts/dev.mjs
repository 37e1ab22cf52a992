// How long an author waits from a save until the probe that was saved traces.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/lib/paths.mjs";
import { rule } from "../lib/rule.mjs";
import { median, spread } from "../lib/stats.mjs";
import { time, timeSpread } from "../lib/text.mjs";

export const title = "Save-to-running in probe dev";

const about = `A package as \`npm create probekit\` makes it, with \`probe dev\` running. A source is written, and the time
ends with the line that says that the new version is attached: it has been compiled, held against its contract,
loaded and attached, and the version before was tracing until then. A save of C compiles C alone; one of
TypeScript runs the package's own \`tsc\`.`;

const leastSaves = 15;
const mostMs = 500;

export async function measure({ scratch, rounds, quick, say }) {
  const folder = await createPackage(join(scratch, "saved"));
  const saves = quick ? 3 : Math.max(rounds, leastSaves);
  const dev = new Dev(folder);
  try {
    await dev.said(/ built and attached in /);
    const rows = [];
    const rules = [];
    for (const [label, file] of [
      ["C", "bpf/saved.bpf.c"],
      ["TypeScript", "src/probe.ts"],
    ]) {
      const runs = [];
      for (let save = 0; save < saves; save++) runs.push(await savedNs(dev, join(folder, file), save));
      say(`${label}: ${runs.map(time).join(", ")}`);
      rows.push([label, time(median(runs)), timeSpread(spread(runs))]);
      rules.push(devRule(label, runs));
    }
    return { about, tables: [{ head: ["a save of", "runs after", "from save to save"], rows }], rules };
  } finally {
    await dev.end();
  }
}

async function createPackage(folder) {
  const { createPackage } = await import(join(root, "packages/create-probekit/dist/index.js"));
  createPackage({ name: "saved", output: "event", hook: "tracepoint", folder });
  const links = {
    "@probekit/core": "packages/core",
    "@probekit/native": "packages/native",
    "@types/node": "node_modules/@types/node",
    typescript: "node_modules/typescript",
  };
  for (const [name, target] of Object.entries(links)) {
    const place = join(folder, "node_modules", name);
    mkdirSync(join(place, ".."), { recursive: true });
    symlinkSync(join(root, target), place);
  }
  return folder;
}

async function savedNs(dev, file, save) {
  const text = `${readFileSync(file, "utf8").replace(/\n\/\/ Save \d+\n$/, "\n")}\n// Save ${save}\n`;
  const begun = performance.now();
  const running = dev.said(/ rebuilt and attached in /);
  writeFileSync(file, text);
  await running;
  return (performance.now() - begun) * 1e6;
}

/** `probe dev`, and what it says. */
class Dev {
  #child;
  #ended;
  #text = "";
  #onText = () => {};

  constructor(folder) {
    const bin = join(root, "packages/cli/bin/probe.mjs");
    this.#child = spawn(process.execPath, [bin, "dev", folder, "--output", "json"], {
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, NO_COLOR: "1" },
    });
    this.#ended = once(this.#child, "exit");
    this.#child.stderr.setEncoding("utf8").on("data", (text) => {
      this.#text += text;
      this.#onText();
    });
  }

  /** From now on. @throws {Error} with its words when it says that it cannot, or ends */
  async said(pattern) {
    this.#text = "";
    const said = new Promise((resolve, reject) => {
      this.#onText = () => {
        if (pattern.test(this.#text)) resolve();
        else if (/^probe dev: .* not (re)?built/m.test(this.#text)) reject(new Error(this.#text));
      };
    });
    const ended = this.#ended.then(() => {
      throw new Error(`probe dev has ended: ${this.#text}`);
    });
    await Promise.race([said, ended]);
  }

  async end() {
    this.#child.kill("SIGINT");
    await this.#ended;
  }
}

function devRule(label, runs) {
  const ms = median(runs) / 1e6;
  return rule(`probe dev: a save of ${label} runs, median under ${mostMs} ms`, time(ms * 1e6), ms < mostMs);
}
