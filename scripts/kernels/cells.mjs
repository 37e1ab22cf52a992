import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { packageFolders } from "../lib/paths.mjs";

/**
 * What runs on every kernel: each plan of each probe, as the manifests have them.
 *
 * @param wanted `plan`: only plans of that name; `probes`: only probes whose name contains one of these
 * @returns `{ probe, plan, folder }[]`; `folder` is the package's name in `packages/`
 */
export function cellsOf({ plan: wantedPlan, probes = [] }) {
  const cells = packageFolders()
    .map((folder) => ({ folder, manifest: readManifest(folder) }))
    .filter(({ manifest }) => manifest && isWanted(manifest.name, probes))
    .flatMap(({ folder, manifest }) =>
      manifest.plans
        .filter(({ name }) => wantedPlan === undefined || name === wantedPlan)
        .map(({ name }) => ({ probe: manifest.name, plan: name, folder: basename(folder) })),
    );
  if (cells.length === 0) throw new Error("no probe has a plan of that name, or no probe is called that");
  return cells;
}

function readManifest(folder) {
  const file = join(folder, "probe.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

function isWanted(name, probes) {
  return probes.length === 0 || probes.some((part) => name.includes(part));
}
