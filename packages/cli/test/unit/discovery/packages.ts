import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";

/** A folder that is gone after the test. */
export function scratchFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "probekit-cli-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a file with the folders above it. */
export function put(file: string, content: unknown): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
}

/** Writes a probe package; with `manifest: undefined` one that has not been built. */
export function putPackage(folder: string, name: string, manifest: unknown): string {
  put(path.join(folder, "package.json"), { name, probekit: { probe: "./probe.json" } });
  if (manifest !== undefined) put(path.join(folder, "probe.json"), manifest);
  return folder;
}
