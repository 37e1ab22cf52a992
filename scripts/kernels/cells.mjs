import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { packageFolders } from "../lib/paths.mjs";

/** A probe's test that its plans tell the same: it goes through all of them by itself. */
export const equalityTest = "equality.test.ts";

/**
 * What runs on every kernel: the kernel tests of each probe, once for each of its plans, as the
 * manifests have them, and what compares them. The other packages' are run when they are named.
 *
 * @param wanted `plan`: only plans of that name; `equality`: only the comparisons; `names`: only
 *   packages whose name contains one of these
 * @returns `{ name, plan, equality, folder }[]`; `plan` is missing from a comparison and from a package
 *   that is no probe; `folder` is in `packages/`
 */
export function cellsOf({ plan, equality = false, names = [] }) {
  const cells = packageFolders()
    .filter((folder) => existsSync(join(folder, "test", "kernel")))
    .flatMap(cellsOfPackage)
    .filter((cell) => plan === undefined || cell.plan === plan)
    .filter((cell) => !equality || cell.equality)
    .filter(({ name, isProbe }) =>
      names.length === 0 ? isProbe : names.some((part) => name.includes(part)),
    );
  if (cells.length > 0) return cells;
  throw new Error("no package with such kernel tests is called that, or no probe has a plan of that name");
}

/** What to call a cell in messages. */
export function titleOf(cell) {
  const how = howOf(cell);
  return how ? `${cell.name} by ${how}` : cell.name;
}

/** By which plans a cell's tests run; "" for a package that is no probe. */
export function howOf({ plan, equality }) {
  return equality ? "all plans alike" : (plan ?? "");
}

function cellsOfPackage(path) {
  const folder = basename(path);
  const manifest = readManifest(path);
  if (!manifest) return [{ name: folder, folder, isProbe: false }];
  const probe = { name: manifest.name, folder, isProbe: true };
  const plans = manifest.plans.map((plan) => ({ ...probe, plan: plan.name }));
  const compared = existsSync(join(path, "test", "kernel", equalityTest));
  return compared ? [...plans, { ...probe, equality: true }] : plans;
}

function readManifest(path) {
  const file = join(path, "probe.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}
