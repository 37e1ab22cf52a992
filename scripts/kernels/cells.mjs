import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { packageFolders } from "../lib/paths.mjs";

/**
 * What runs on every kernel: the kernel tests of each probe, once for each of its plans, as the
 * manifests have them. The other packages' are run when they are named.
 *
 * @param wanted `plan`: only plans of that name; `names`: only packages whose name contains one of these
 * @returns `{ name, plan, folder }[]`; a package that is no probe has no plan; `folder` is in `packages/`
 */
export function cellsOf({ plan, names = [] }) {
  const cells = packageFolders()
    .filter((folder) => existsSync(join(folder, "test", "kernel")))
    .flatMap(cellsOfPackage)
    .filter((cell) => plan === undefined || cell.plan === plan)
    .filter((cell) => (names.length === 0 ? cell.plan : names.some((part) => cell.name.includes(part))));
  if (cells.length > 0) return cells;
  throw new Error("no package with kernel tests is called that, or no probe has a plan of that name");
}

/** What to call a cell in messages. */
export function titleOf({ name, plan }) {
  return plan ? `${name} by ${plan}` : name;
}

function cellsOfPackage(path) {
  const folder = basename(path);
  const manifest = readManifest(path);
  if (!manifest) return [{ name: folder, folder }];
  return manifest.plans.map((plan) => ({ name: manifest.name, plan: plan.name, folder }));
}

function readManifest(path) {
  const file = join(path, "probe.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}
