// Sets up, builds, and runs the command line in this process. `npm start -- run exec --output json`
//
// In this process, so that signals, the exit status and the terminal are the command line's own;
// a parent that passes SIGINT on would deliver it twice, since a terminal sends it to both.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./lib/paths.mjs";
import { prepare } from "./lib/prepare.mjs";
import { main } from "./lib/run.mjs";

const probe = join(root, "packages", "cli", "bin", "probe.mjs");
const given = process.argv.slice(2);

await main(prepare);
if (!process.exitCode) {
  process.exitCode = undefined;
  process.argv = [process.argv[0], probe, ...(given.length > 0 ? given : ["run", "exec", "filelife"])];
  await import(pathToFileURL(probe).href);
}
