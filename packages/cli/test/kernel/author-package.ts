import {
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { probe } from "./probe.js";

const root = fileURLToPath(new URL("../../../../", import.meta.url));

const tsconfig = {
  compilerOptions: {
    ...{ target: "es2023", module: "nodenext", strict: true, skipLibCheck: true, types: ["node"] },
    ...{ rootDir: "src", outDir: "dist", declaration: true },
  },
  include: ["src"],
};

/** A change to a file of core's `test/author`: one text, once, for another. */
export type Change = readonly [file: string, from: string, to: string];

/** That package, outside of the repository and built by its own TypeScript. Gone after the test. */
export function authorPackage(...changes: readonly Change[]): string {
  const folder = emptyFolder();
  cpSync(path.join(root, "packages/core/test/author"), folder, { recursive: true });
  writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify(tsconfig));
  installInto(folder);
  for (const [name, from, to] of [
    ["package.json", "./src/probe.ts", "./dist/probe.js"] as const,
    ...changes,
  ]) {
    const file = path.join(folder, name);
    const text = readFileSync(file, "utf8");
    if (!text.includes(from)) throw new Error(`${name} has no ${from}`);
    writeFileSync(
      file,
      text.replace(from, () => to),
    );
  }
  return folder;
}

/** What `probe new mine` makes with these words, in the same way. */
export async function newPackage(...words: readonly string[]): Promise<string> {
  const folder = emptyFolder();
  const { status, stderr } = await probe("new", "mine", folder, ...words);
  if (status !== 0) throw new Error(stderr);
  installInto(folder);
  return folder;
}

function emptyFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "probekit-author-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What it takes to build it, from this repository. */
function installInto(folder: string): void {
  for (const scope of ["@probekit", "@types"])
    mkdirSync(path.join(folder, "node_modules", scope), { recursive: true });
  const link = (name: string, target: string) =>
    symlinkSync(path.join(root, target), path.join(folder, "node_modules", name));
  link("@probekit/core", "packages/core");
  link("@types/node", "node_modules/@types/node");
  link("typescript", "node_modules/typescript");
}

/** Lets a user write into the package. */
export function giveTo(folder: string, uid: number): void {
  for (const name of ["", "bpf", "src"]) chownSync(path.join(folder, name), uid, uid);
}
