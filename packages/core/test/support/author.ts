import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const author = fileURLToPath(new URL("../author/", import.meta.url));
const core = fileURLToPath(new URL("../../", import.meta.url));

/** A change to a file of the package in test/author: one text, once, for another. */
export type Change = readonly [file: string, from: string, to: string];

/** That package with changes, in a folder that is gone after the test. */
export function authorPackage(...changes: readonly Change[]): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "probekit-author-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(author, folder, { recursive: true });
  mkdirSync(path.join(folder, "node_modules/@probekit"), { recursive: true });
  symlinkSync(core, path.join(folder, "node_modules/@probekit/core"));
  for (const [name, from, to] of changes) {
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
