import { execFile } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const workspace = fileURLToPath(new URL("../../../../", import.meta.url));

/** A file of the workspace that the packages under test are built with. */
export const inWorkspace = (file: string) => path.join(workspace, file);

/** What `npm install` would have put into a folder, from the workspace. */
export function linkPackages(folder: string): void {
  const link = (target: string, name: string) => {
    const place = path.join(folder, "node_modules", name);
    mkdirSync(path.dirname(place), { recursive: true });
    symlinkSync(inWorkspace(target), place);
  };
  for (const name of ["core", "native"]) link(`packages/${name}`, `@probekit/${name}`);
  for (const name of ["@types/node", "typescript", "vitest"]) link(`node_modules/${name}`, name);
}

export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program outside of the test runner's environment. */
export async function run(program: string, args: readonly string[], cwd: string): Promise<Ran> {
  const { PATH, HOME } = process.env;
  const env = { PATH: `${inWorkspace("node_modules/.bin")}:${PATH}`, HOME, NO_COLOR: "1", CI: "1" };
  try {
    return { status: 0, ...(await promisify(execFile)(program, args, { cwd, env })) };
  } catch (error) {
    const { code, stdout = "", stderr = "" } = error as { code?: number; stdout?: string; stderr?: string };
    if (typeof code !== "number") throw error;
    return { status: code, stdout, stderr };
  }
}

/** @throws {Error} with the output of a program that fails */
export async function succeed(program: string, args: readonly string[], cwd: string): Promise<Ran> {
  const ran = await run(program, args, cwd);
  if (ran.status === 0) return ran;
  throw new Error(`${[program, ...args].join(" ")} failed:\n${ran.stdout}${ran.stderr}`);
}
