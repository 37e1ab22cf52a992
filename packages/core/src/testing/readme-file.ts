import { existsSync, readFileSync } from "node:fs";
import type { AnyProbe } from "../contract/probe.js";
import { describeForReadme } from "./readme.js";

/** What a README.md that has text of its own has around the part that is the contract's. */
const part = /(<!-- contract\b[^>]*-->\n\n)[\s\S]*?(<!-- \/contract -->)/;

/**
 * What a package's README.md has to be by the probe's contract: all of it is made, or what is between
 * the comments if it has them.
 *
 * @throws {Error} when only a part of them is there
 */
export function readmeOf(probe: AnyProbe, packageName: string, file: URL): string {
  const present = existsSync(file) ? readFileSync(file, "utf8") : "";
  const made = describeForReadme(probe, packageName);
  if (!part.test(present)) {
    if (!/<!-- \/?contract\b/.test(present)) return made;
    throw new Error(
      `${file.pathname} needs all of these to be written anew: <!-- contract -->, an empty line, <!-- /contract -->`,
    );
  }
  /* Title, summary and the command are the author's there. */
  const sections = made.slice(made.indexOf("\n## ") + 1);
  return present.replace(part, (_, begin: string, end: string) => `${begin}${sections}\n${end}`);
}
