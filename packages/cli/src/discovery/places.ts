import { existsSync, readdirSync } from "node:fs";
import path from "node:path";

/**
 * Folders that may be probe packages: what is installed beside the CLI, as Node would find it
 * from the CLI's own folder. Never the current folder: `probe` runs as root, and whoever can
 * write there must not choose what it loads.
 *
 * @param cliFolder the CLI's package folder, with links resolved
 */
export function probeFolders(cliFolder: string): string[] {
  return [
    ...ancestors(cliFolder).flatMap((folder) => inNodeModules(path.join(folder, "node_modules"))),
    ...siblings(cliFolder),
  ];
}

function ancestors(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}

function inNodeModules(folder: string): string[] {
  return list(folder).flatMap((name) => {
    if (name.startsWith("probekit-probe-")) return [path.join(folder, name)];
    if (!name.startsWith("@")) return [];
    const prefix = name === "@probekit" ? /^(probekit-)?probe-/ : /^probekit-probe-/;
    return list(path.join(folder, name))
      .filter((inner) => prefix.test(inner))
      .map((inner) => path.join(folder, name, inner));
  });
}

/** In probekit's own repository the probes are the CLI's neighbours, whether or not they are linked. */
function siblings(cliFolder: string): string[] {
  const packages = path.dirname(cliFolder);
  if (!existsSync(path.join(packages, "..", "pnpm-workspace.yaml"))) return [];
  return list(packages)
    .filter((name) => name.startsWith("probe-"))
    .map((name) => path.join(packages, name));
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
