import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "../lib/paths.mjs";
import { capture } from "./command.mjs";

const source = fileURLToPath(new URL("types/session.ts", import.meta.url));

const rootPackageJson = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
/** The oldest that the published types are held against, and the repository's own. */
const compilers = { "typescript-old": "5.9.3", "typescript-new": rootPackageJson.devDependencies.typescript };

const compilerOptions = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  module: "nodenext",
  target: "es2023",
  lib: ["es2023", "esnext.disposable"],
  types: ["node"],
  noEmit: true,
  /* The published declarations are what is looked at. */
  skipLibCheck: false,
};

/** A user's strict program over two probes infers the types of their events, with old and new compilers. */
export async function checkTypes({ env, work }) {
  writeFileSync(join(work, "package.json"), JSON.stringify({ type: "module", private: true }));
  writeFileSync(join(work, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["session.ts"] }));
  cpSync(source, join(work, "session.ts"));
  const aliases = Object.entries(compilers).map(([name, version]) => `${name}@npm:typescript@${version}`);
  const ours = ["core", "native", "probe-exec", "probe-filelife"].map((name) => `@probekit/${name}`);
  await capture("npm", ["install", ...ours, "@types/node@20", ...aliases], { env, cwd: work });
  for (const name of Object.keys(compilers)) {
    await capture("node", [join("node_modules", name, "bin", "tsc"), "-p", "."], { env, cwd: work });
  }
  return `TypeScript ${Object.values(compilers).join(" and ")}`;
}
