// Writes THIRD-PARTY-LICENSES for the package in the current folder, before it is packed: the licences of
// what its bundle has of others, and of packages named as arguments, which are compiled into it otherwise.
import { writeFileSync } from "node:fs";
import { bundledPackages, licenceOf, packageFolder } from "./lib/bundled.mjs";
import { main } from "./lib/run.mjs";

await main(() => {
  const named = process.argv.slice(2).map((name) => packageFolder("node_modules", name));
  const licences = [...new Set([...named, ...bundledPackages("dist")])].map(licenceOf);
  const parts = licences
    .sort((a, b) => a.title.localeCompare(b.title))
    .map(({ title, text }) => `${title}\n\n${text.trim()}\n`);
  writeFileSync(
    "THIRD-PARTY-LICENSES",
    `This package has parts of others in it:\n\n${parts.join(`\n${"-".repeat(80)}\n\n`)}`,
  );
});
