import { existsSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fingerprint, unlessDone } from "./fingerprint.mjs";
import { localBin, packageFolders, root } from "./paths.mjs";
import { runQuietly, step } from "./run.mjs";

const native = join(root, "packages", "native");
const lockFile = join(root, "pnpm-lock.yaml");
const sharedSettings = ["tsup.common.ts", "tsup.probe.ts"].map((name) => join(root, name));
const probesScript = join(root, "scripts", "build-probes.mjs");

/** Builds everything, in the order in which one needs the other. Steps without changes do nothing. */
export async function build() {
  await step("addon", buildAddon);
  await step("bundles", buildBundles);
  await step("types", buildTypes);
  await step("probes", buildProbes);
}

async function buildAddon() {
  if (!existsSync(join(native, "binding.gyp"))) return "no addon yet";
  const inputs = ["binding.gyp", "src/addon"].map((name) => join(native, name));
  const print = fingerprint([...inputs, lockFile], [process.versions.modules, process.arch]);
  const ran = await unlessDone(join(native, "build", ".built-from"), print, compileAddon);
  return ran ? "" : "unchanged";
}

async function compileAddon() {
  await runQuietly(
    localBin("node-gyp", native),
    ["configure", "build", "--jobs", "max", ...headersOption()],
    { cwd: native },
  );
}

/** Headers that came with Node: node-gyp would download them otherwise. */
function headersOption() {
  const prefix = dirname(dirname(process.execPath));
  return existsSync(join(prefix, "include", "node", "node_api.h")) ? [`--nodedir=${prefix}`] : [];
}

async function buildBundles() {
  const folders = packageFolders().filter((folder) => existsSync(join(folder, "tsup.config.ts")));
  const ran = await Promise.all(folders.map(buildBundle));
  return ran.some(Boolean) ? "" : "unchanged";
}

function buildBundle(folder) {
  const inputs = ["src", "tsup.config.ts", "tsconfig.json", "package.json"].map((name) => join(folder, name));
  const print = fingerprint([...inputs, ...sharedSettings, lockFile]);
  const dist = join(folder, "dist");
  return unlessDone(join(dist, ".built-from"), print, async () => {
    removeChunks(dist);
    await runQuietly(localBin("tsup"), ["--silent"], { cwd: folder });
  });
}

/** Chunks are named by their content, so that old ones would stay and be published. */
function removeChunks(dist) {
  if (!existsSync(dist)) return;
  for (const name of readdirSync(dist)) {
    if (name.startsWith("chunk-")) rmSync(join(dist, name));
  }
}

/** Incremental by itself. The tests' types are checked by `npm run types`. */
async function buildTypes() {
  await runQuietly(localBin("tsc"), ["-b"]);
}

async function buildProbes() {
  if (!existsSync(probesScript)) return "no probes yet";
  await runQuietly(process.execPath, [probesScript]);
}
