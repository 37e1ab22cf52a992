import { realpathSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { packageFolder } from "../package-folder.js";

/** The CLI's package folder, with links resolved. */
export function realCliFolder(): string {
  return realpathSync.native(fileURLToPath(packageFolder)).replace(/\/$/, "");
}

/**
 * Where the CLI is installed. pnpm's `node_modules` have links into a store that knows nothing of
 * what else is installed; the link shows in how the CLI was started.
 *
 * @param script `process.argv[1]`, believed only if it is this CLI by a link
 */
export function installedCliFolder(script = process.argv[1] ?? ""): string {
  const real = realCliFolder();
  const folder = path.dirname(path.dirname(path.resolve(script)));
  try {
    return realpathSync.native(folder) === real ? folder : real;
  } catch {
    return real;
  }
}
