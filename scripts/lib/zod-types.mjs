import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { root } from "./paths.mjs";

const core = join(root, "packages", "core");

/**
 * Puts the declarations of zod that core's own lead to beside them: core has zod in its bundle,
 * and the package itself, 7 MB of it, would be installed for 250 KB of types.
 */
export function vendorZodTypes() {
  const zod = realpathSync(join(core, "node_modules", "zod"));
  const vendored = join(core, "dist", "zod");
  for (const part of ["classic", "core"]) copyDeclarations(join(zod, "v4", part), join(vendored, part));
  // As in the bundle, one language.
  mkdirSync(join(vendored, "locales"), { recursive: true });
  cpSync(join(zod, "v4", "locales", "en.d.ts"), join(vendored, "locales", "en.d.ts"));
  writeFileSync(join(vendored, "locales", "index.d.ts"), 'export { default as en } from "./en.js";\n');
  const classic = 'from "./classic/external.js";\n';
  writeFileSync(join(vendored, "index.d.ts"), `export * ${classic}export * as z ${classic}`);
  for (const name of readdirSync(join(core, "dist"), { recursive: true })) {
    if (name.endsWith(".d.ts")) pointToVendored(join(core, "dist", name), vendored);
  }
}

function copyDeclarations(from, to) {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (name.endsWith(".d.ts")) cpSync(join(from, name), join(to, name));
  }
}

function pointToVendored(file, vendored) {
  const text = readFileSync(file, "utf8");
  if (!text.includes('"zod"')) return;
  const { atime, mtime } = statSync(file);
  writeFileSync(file, text.replaceAll('"zod"', `"./${relative(dirname(file), join(vendored, "index.js"))}"`));
  // By its time the compiler would take this for a change, and check all that imports it again.
  utimesSync(file, atime, mtime);
}
