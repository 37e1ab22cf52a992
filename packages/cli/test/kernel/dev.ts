import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { authorPackage, type Change } from "./author-package.js";
import { jsonLines, type Outcome, Probe } from "./probe.js";

/** `probe dev` at work on a package of an author. */
export class Dev {
  readonly folder: string;
  readonly running: Probe;
  #attached = 0;
  #failed = 0;

  private constructor(folder: string, words: readonly string[], env = process.env) {
    this.folder = folder;
    this.running = new Probe(["dev", folder, "--output", "json", ...words], { env });
  }

  /** Resolves when it traces. */
  static async start(
    words: readonly string[] = [],
    folder = authorPackage(),
    env = process.env,
  ): Promise<Dev> {
    const dev = new Dev(folder, words, env);
    await dev.attached();
    return dev;
  }

  /** One that has nothing to trace with yet. */
  static async startBroken(...changes: readonly Change[]): Promise<Dev> {
    const dev = new Dev(authorPackage(...changes), []);
    await dev.failed();
    return dev;
  }

  read(file: string): string {
    return readFileSync(path.join(this.folder, file), "utf8");
  }

  /** Puts one text, once, for another, as an editor that writes into the file. */
  save(file: string, from: string, to: string): void {
    const text = this.read(file);
    if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
    writeFileSync(
      path.join(this.folder, file),
      text.replace(from, () => to),
    );
  }

  /** As an editor that writes another file and gives it the name. */
  saveByRename(file: string, from: string, to: string): void {
    const target = path.join(this.folder, file);
    writeFileSync(`${target}~`, this.read(file).replace(from, to));
    renameSync(`${target}~`, target);
  }

  /** Waits for the next version. */
  attached(): Promise<void> {
    return this.running.printed("stderr", nth(/built and attached in/, ++this.#attached));
  }

  /** Waits for the next build that fails. */
  failed(): Promise<void> {
    return this.running.printed("stderr", nth(/^probe dev: .* not (?:re)?built/, ++this.#failed));
  }

  /** Descriptors that it has open, when their number does not change any more. */
  async descriptors(): Promise<number> {
    const count = () => readdirSync(`/proc/${this.running.child.pid}/fd`).length;
    for (let before = count(); ; ) {
      await sleep(500);
      const now = count();
      if (now === before) return now;
      before = now;
    }
  }

  /** Ends it by Ctrl-C. @returns what it printed, and the events */
  async end(): Promise<Outcome & { readonly events: Record<string, unknown>[] }> {
    this.running.child.kill("SIGINT");
    const outcome = await this.running.outcome;
    return { ...outcome, events: jsonLines(outcome.stdout) };
  }
}

/** Matches when a pattern has been there so many times; what is between has none, or it would search without end. */
function nth({ source }: RegExp, times: number): RegExp {
  return new RegExp(`(?:${source}(?:(?!${source})[\\s\\S])*){${times}}`, "m");
}
