import type { Choices } from "./choices.js";
import { exits } from "./exits/exits.js";
import { packageFiles } from "./files/package-files.js";
import { lookups } from "./lookups/lookups.js";
import type { Names, Parts } from "./parts.js";

/**
 * The files of a new probe package, by path. It traces something that the hook is made for:
 * a function of a library is a lookup of a host name, the kernel's hooks are the end of a process.
 *
 * @param version of probekit's packages that it is to be built with
 */
export function generate(choices: Choices, version: string): Record<string, string> {
  const names = namesOf(choices);
  return packageFiles(names, partsOf(choices, names), version);
}

function partsOf({ output, hook }: Choices, names: Names): Parts {
  return hook === "uprobe" ? lookups(output, names) : exits(output, hook, names);
}

function namesOf({ name, package: packageName }: Choices): Names {
  const id = name.replaceAll("-", "_");
  return { name, id, ID: id.toUpperCase(), package: packageName };
}
