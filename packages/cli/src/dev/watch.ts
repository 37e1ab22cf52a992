import { type FSWatcher, readdirSync, statSync, watch } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isEmacsLock } from "../emacs-lock.js";

/** What was saved since the last look. */
export interface Change {
  /** From the package's folder. */
  readonly files: readonly string[];
  readonly c: boolean;
  readonly types: boolean;
  /** `package.json` or `tsconfig.json`. */
  readonly config: boolean;
  /** When the first of them was seen, of `performance.now()`. */
  readonly sinceMs: number;
}

/** An editor that saves, or one that saves several files, is done when nothing more comes for so long. */
const quietMs = 20;

const isC = /\.[ch]$/;
const isScript = /\.([cm]?[jt]sx?|json)$/;
const isConfig = /^(package|tsconfig.*)\.json$/;

/**
 * Sees what an author saves. Folders are watched and not files: an editor that renames puts
 * another file in the old one's place.
 */
export class SourceWatch {
  closed = false;
  readonly #folder: string;
  readonly #watched = new Map<string, { readonly inode: number; readonly watcher: FSWatcher }>();
  readonly #changed = new Set<string>();
  #headers: ReadonlySet<string> = new Set();
  #scripts: readonly string[] = ["src"];
  #firstMs = 0;
  #lastMs = 0;
  #wake = () => {};

  /** @param folder the package's, absolute */
  constructor(folder: string) {
    this.#folder = folder;
    this.#watchFolders();
  }

  /** The files that the object was made from, beside those in `bpf`. */
  setHeaders(files: readonly string[]): void {
    this.#headers = new Set(files.map((file) => path.resolve(this.#folder, file)));
    this.#watchFolders();
  }

  /** The folders with sources in TypeScript, or with JavaScript that something else makes. */
  setScripts(folders: readonly string[]): void {
    this.#scripts = folders;
    this.#watchFolders();
  }

  /** Resolves with what was saved, now or later; with `undefined` when it is closed. */
  async next(): Promise<Change | undefined> {
    while (this.#changed.size === 0 && !this.closed)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    for (
      let leftMs = quietMs;
      leftMs > 0 && !this.closed;
      leftMs = this.#lastMs + quietMs - performance.now()
    )
      await sleep(leftMs);
    if (this.closed) return undefined;
    const files = [...this.#changed].sort();
    this.#changed.clear();
    this.#watchFolders();
    return {
      files: files.map((file) => path.relative(this.#folder, file)),
      c: files.some((file) => this.#isC(file)),
      types: files.some((file) => this.#isScript(file) || this.#isConfig(file)),
      config: files.some((file) => this.#isConfig(file)),
      sinceMs: this.#firstMs,
    };
  }

  close(): void {
    this.closed = true;
    for (const { watcher } of this.#watched.values()) watcher.close();
    this.#watched.clear();
    this.#wake();
  }

  /** Watches what is there now, and no longer what is not. */
  #watchFolders(): void {
    if (this.closed) return;
    const wanted = new Set([
      this.#folder,
      ...["bpf", ...this.#scripts].flatMap((name) => withFolders(path.join(this.#folder, name))),
      ...[...this.#headers].map((file) => path.dirname(file)),
    ]);
    for (const [folder, { inode, watcher }] of this.#watched) {
      if (wanted.has(folder) && inodeOf(folder) === inode) continue;
      watcher.close();
      this.#watched.delete(folder);
    }
    for (const folder of wanted) {
      const inode = inodeOf(folder);
      if (inode === undefined || this.#watched.has(folder)) continue;
      const watcher = watch(folder, (_, name) => this.#onChange(folder, name));
      watcher.on("error", () => watcher.close());
      this.#watched.set(folder, { inode, watcher });
    }
  }

  #onChange(folder: string, name: string | null): void {
    if (name === null || isEmacsLock(name)) return;
    const file = path.join(folder, name);
    const before = new Set(this.#watched.keys());
    if (this.#isSourceFolder(file)) {
      this.#watchFolders();
      /* What was put into a new folder before it was watched. */
      for (const added of this.#watched.keys())
        if (!before.has(added)) for (const entry of readdirSync(added)) this.#onChange(added, entry);
    }
    if (!this.#isC(file) && !this.#isScript(file) && !this.#isConfig(file)) return;
    this.#lastMs = performance.now();
    if (this.#changed.size === 0) this.#firstMs = this.#lastMs;
    this.#changed.add(file);
    this.#wake();
  }

  #isC(file: string): boolean {
    return this.#headers.has(file) || (isC.test(file) && this.#isIn("bpf", file));
  }

  #isScript(file: string): boolean {
    return isScript.test(file) && this.#scripts.some((name) => this.#isIn(name, file));
  }

  #isConfig(file: string): boolean {
    return path.dirname(file) === this.#folder && isConfig.test(path.basename(file));
  }

  #isSourceFolder(file: string): boolean {
    const isWithin = ["bpf", ...this.#scripts].some((name) => this.#isIn(name, `${file}${path.sep}`));
    return isWithin && (statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false);
  }

  #isIn(name: string, file: string): boolean {
    return file.startsWith(path.join(this.#folder, name) + path.sep);
  }
}

function inodeOf(folder: string): number | undefined {
  return statSync(folder, { throwIfNoEntry: false })?.ino;
}

/** A folder and all below it; none where it is not there. */
function withFolders(folder: string): string[] {
  try {
    const below = readdirSync(folder, { recursive: true, withFileTypes: true });
    const folders = below.filter((entry) => entry.isDirectory());
    return [folder, ...folders.map(({ parentPath, name }) => path.join(parentPath, name))];
  } catch {
    return [];
  }
}
