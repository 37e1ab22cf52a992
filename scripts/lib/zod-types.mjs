import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { root } from "./paths.mjs";

const core = join(root, "packages", "core");
const vendored = join(core, "dist", "zod");

/** As zod's own. */
const vendoredIndex = `export * as z from "./classic/external.js";
export * from "./classic/external.js";
`;

/**
 * Puts the declarations of zod that core's own lead to beside them: core has zod in its bundle,
 * and the package itself, 7 MB of it, would be installed for 250 KB of types.
 */
export function vendorZodTypes() {
  const zod = realpathSync(join(core, "node_modules", "zod"));
  restoreZodTypes();
  for (const part of ["classic", "core"]) copyDeclarations(join(zod, "v4", part), join(vendored, part));
  // As in the bundle, one language.
  mkdirSync(join(vendored, "locales"), { recursive: true });
  cpSync(join(zod, "v4", "locales", "en.d.ts"), join(vendored, "locales", "en.d.ts"));
  writeFileSync(join(vendored, "locales", "index.d.ts"), 'export { default as en } from "./en.js";\n');
  writeFileSync(join(vendored, "index.d.ts"), vendoredIndex);
  eachDeclaration((file) => replaceImport(file, '"zod"', `"${importOf(file)}"`));
}

function copyDeclarations(from, to) {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (name.endsWith(".d.ts")) cpSync(join(from, name), join(to, name));
  }
}

/** Undoes that: within the repository the compiler reads zod's own. */
export function restoreZodTypes() {
  rmSync(vendored, { recursive: true, force: true });
  eachDeclaration((file) => replaceImport(file, `"${importOf(file)}"`, '"zod"'));
}

function eachDeclaration(visit) {
  for (const name of readdirSync(join(core, "dist"), { recursive: true })) {
    if (name.endsWith(".d.ts")) visit(join(core, "dist", name));
  }
}

function importOf(file) {
  return `./${relative(dirname(file), join(vendored, "index.js"))}`;
}

function replaceImport(file, from, to) {
  const text = readFileSync(file, "utf8");
  if (!text.includes(from)) return;
  const { atime, mtime } = statSync(file);
  writeFileSync(file, text.replaceAll(from, to));
  // By its time the compiler would take this for a change, and check all that imports it again.
  utimesSync(file, atime, mtime);
}
