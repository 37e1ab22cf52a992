// The tools that ours are held against: where they are, of which version, and what they cannot do here.
import { execFileSync } from "node:child_process";
import { say } from "../../scripts/lib/run.mjs";
import { which } from "../../scripts/lib/toolchain.mjs";

/** How distributions call the tools of bcc's libbpf-tools: Debian plainly, Fedora with `bpf-`. */
const spellings = [(name) => name, (name) => `bpf-${name}`, (name) => `${name}-libbpf`];

export class Peers {
  #given;
  #used = new Map();
  #refusals = new Map();

  /** @param given `NAME=/path/to/a/build` of each that is to be taken in another one's place */
  constructor(given = []) {
    this.#given = new Map(given.map((text) => text.split(/=(.*)/s, 2)));
  }

  /**
   * A peer as a subject to measure.
   *
   * @param label what it is called in tables, where that is not its name
   * @returns `undefined` when it is not installed, which is kept for the report
   */
  find(name, words = [], { label = name, ...more } = {}) {
    const file = this.#given.get(name) ?? spellings.map((spell) => which(spell(name))).find(Boolean);
    if (!file) {
      this.refuse({ name, label }, "not installed");
      return undefined;
    }
    this.#used.set(name, { name, file, version: this.#given.has(name) ? "given" : versionOf(file) });
    return { name, label, command: [file, ...words], ...more };
  }

  /** Keeps why a peer cannot run here, and says it the first time. */
  refuse({ name, label }, reason) {
    if (!this.#refusals.has(name)) say(`  without ${label}: ${reason}`);
    this.#refusals.set(name, reason);
  }

  refusal({ name }) {
    return this.#refusals.get(name);
  }

  /** All that were looked for: `{ name, file, version, refusal }[]`. */
  report() {
    const names = new Set([...this.#used.keys(), ...this.#refusals.keys()]);
    return [...names].toSorted().map((name) => ({
      ...(this.#used.get(name) ?? { name, file: "", version: "" }),
      refusal: this.#refusals.get(name),
    }));
  }
}

/** The distribution's package: what the tools say of themselves has not changed in years. */
function versionOf(file) {
  try {
    const options = { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] };
    const owner = execFileSync("dpkg-query", ["-S", file], options).split(":")[0];
    return execFileSync("dpkg-query", ["-W", owner], options).trim().replace("\t", " ");
  } catch {
    return "unknown";
  }
}
