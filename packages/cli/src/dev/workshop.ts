import { fileURLToPath } from "node:url";
import type { AnyProbe, Kernel } from "@probekit/core";
import {
  type AuthorPackage,
  type BuildProblem,
  type BuiltProbe,
  completeBuild,
  importProbe,
  readAuthorPackage,
  sourceOfObject,
} from "@probekit/core/build";
import { handOver } from "../build/hand-over.js";
import { problemOf } from "../build/problem-of.js";
import type { CompileResult, CompileTask } from "./compile-task.js";
import { Compilers } from "./compilers.js";
import { ModuleCopies } from "./module-copies.js";
import type { Change, SourceWatch } from "./watch.js";

/** What is to be done, of a package that has changed. */
type Work = Pick<Change, "c" | "types" | "config">;

/**
 * Builds an author's package again and again, each time no more than what has changed. What could
 * not be built is still to be built the next time.
 */
export class Workshop {
  readonly #folder: string;
  readonly #kernel: Kernel;
  readonly #watch: SourceWatch;
  readonly #tell: (problem: BuildProblem) => void;
  readonly #compilers: Compilers;
  readonly #copies: ModuleCopies;
  #left: Work = { c: true, types: true, config: true };
  #authored: AuthorPackage;
  /** As it was imported last. */
  #probe: AnyProbe | undefined;
  #isChecked = true;
  #closed = false;

  /** @param tell is told why something could not be built, or what TypeScript objects to */
  constructor(
    authored: AuthorPackage,
    kernel: Kernel,
    watch: SourceWatch,
    tell: (problem: BuildProblem) => void,
  ) {
    this.#copies = new ModuleCopies(authored);
    this.#compilers = new Compilers(authored.folder);
    this.#authored = authored;
    this.#folder = authored.folder;
    this.#kernel = kernel;
    this.#watch = watch;
    this.#tell = tell;
  }

  /** @returns `undefined` when it could not be built */
  async build(change: Work | undefined): Promise<BuiltProbe | undefined> {
    const { c, types, config } = this.#left;
    this.#left = {
      c: c || (change?.c ?? false),
      types: types || (change?.types ?? false),
      config: config || (change?.config ?? false),
    };
    try {
      if (this.#left.types && !(await this.#importAnew())) return undefined;
      const probe = this.#probe as AnyProbe;
      if (this.#left.c && !(await this.#compileC(probe))) return undefined;
      const built = completeBuild(this.#authored, probe, this.#kernel);
      handOver(this.#folder, ["probe.json"]);
      return built;
    } catch (error) {
      this.#tell(problemOf(error, this.#folder));
      return undefined;
    }
  }

  async #importAnew(): Promise<boolean> {
    const configured = this.#left.config;
    if (configured) this.#authored = readAuthorPackage(this.#folder);
    const copy = this.#copies.next();
    const { written, makesJavaScript } = await this.#compile({
      ...{ kind: "types", folder: this.#folder, copy, configured },
    });
    if (configured)
      this.#watch.setScripts(
        makesJavaScript ? ["src"] : ["src", this.#authored.module.split("/", 2).join("/")],
      );
    if (!written) return false;
    this.#isChecked = false;
    const before = this.#probe?.object.href;
    const probe = await importProbe(this.#authored, copy.file);
    this.#probe = probe;
    this.#left = { types: false, config: false, c: this.#left.c || before !== probe.object.href };
    /* What the version before may import only when it is asked for is there as long as it traces. */
    this.#copies.remove(2);
    return true;
  }

  /** Has TypeScript look at types, where it has not: by then the probe may well be traced with. */
  async check(): Promise<void> {
    if (this.#isChecked) return;
    this.#isChecked = true;
    try {
      await this.#compile({ kind: "check", folder: this.#folder });
    } catch {
      /* Its process has ended, with this one. */
    }
  }

  async #compileC(probe: AnyProbe): Promise<boolean> {
    const object = fileURLToPath(probe.object);
    const task = { kind: "c", folder: this.#folder, source: sourceOfObject(object), object } as const;
    const { written, files } = await this.#compile(task);
    if (!written) return false;
    this.#watch.setHeaders(files);
    this.#left = { ...this.#left, c: false };
    return true;
  }

  async #compile(task: CompileTask): Promise<CompileResult> {
    const result = await this.#compilers.run(task);
    if (result.problem && !this.#closed) this.#tell(result.problem);
    return result;
  }

  /** Resolves when nothing of it is left. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#compilers.close();
    this.#copies.remove();
  }

  /** For whoever cannot wait. */
  abandon(): void {
    this.#copies.remove();
  }
}
