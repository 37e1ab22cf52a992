import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { list, packagesIn, withAncestors } from "./node-modules.js";

/**
 * Folders that may be probe packages: what is installed beside the CLI, as Node would find it
 * from the CLI's own folder. Never the current folder: `probe` runs as root, and whoever can
 * write there must not choose what it loads.
 *
 * @param cliFolder where the CLI is installed; a link to its package counts, and not what it leads to
 * @param realFolder the CLI's package folder, with links resolved
 */
export function probeFolders(cliFolder: string, realFolder = cliFolder): string[] {
  return [
    ...withAncestors(path.dirname(cliFolder)).flatMap(packagesIn),
    ...pnpmGlobalFolders(cliFolder).flatMap(packagesIn),
    ...siblings(realFolder),
  ];
}

/**
 * pnpm 11 and newer give each `pnpm add -g` a folder of its own, `global/v11/<hash>`, a link to
 * what is installed now; folders of earlier installations lie beside it until they are pruned.
 */
function pnpmGlobalFolders(cliFolder: string): string[] {
  const [, base] = /^(.*\/global\/v\d+)\/[^/]+\/node_modules\//.exec(cliFolder) ?? [];
  if (base === undefined) return [];
  return readdirSync(base, { withFileTypes: true })
    .filter((entry) => entry.isSymbolicLink())
    .map(({ name }) => path.join(base, name));
}

/** In probekit's own repository the probes are the CLI's neighbours, whether or not they are linked. */
function siblings(cliFolder: string): string[] {
  const packages = path.dirname(cliFolder);
  if (!existsSync(path.join(packages, "..", "pnpm-workspace.yaml"))) return [];
  return list(packages)
    .filter((name) => name.startsWith("probe-"))
    .map((name) => path.join(packages, name));
}
