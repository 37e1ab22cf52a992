// Decodes damaged records of typed arguments for a time: `node packages/core/test/fuzz/args.mjs [--seconds 120] [--seed 1]`
// What fails is in .cache/fuzz/failures; copy it into corpus/, where a unit test tries it from then on.
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "tsup";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "120" },
    seed: { type: "string", default: String(Date.now() % 2 ** 32) },
  },
});

const folder = path.dirname(fileURLToPath(import.meta.url));
const output = path.resolve(folder, "../../../../.cache/fuzz");

await build({
  ...{ config: false, silent: true, dts: false, clean: false },
  entry: { fuzz: path.join(folder, "main.ts") },
  format: "esm",
  target: "node20",
  tsconfig: path.resolve(folder, "../../tsconfig.json"),
  outDir: output,
  outExtension: () => ({ js: ".mjs" }),
});
const { main } = await import(pathToFileURL(path.join(output, "fuzz.mjs")).href);
const isWhole = main({
  ...{ corpus: path.join(folder, "corpus"), output },
  ...{ seconds: Number(values.seconds), seed: Number(values.seed) },
});
process.exitCode = isWhole ? 0 : 1;
