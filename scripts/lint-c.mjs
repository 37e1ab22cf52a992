// Checks the format of the BPF C code and of the bench's loads; `--write` changes it. `npm run lint:c`
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { packageFolders, root } from "./lib/paths.mjs";
import { main, runShown, say } from "./lib/run.mjs";
import { which } from "./lib/toolchain.mjs";

await main(async () => {
  const clangFormat = which("clang-format-19") ?? which("clang-format");
  const files = [
    ...packageFolders().flatMap((folder) => [...cFiles(folder, "bpf"), ...cFiles(folder, "include")]),
    ...cFiles(join(root, "bench"), "load"),
  ];
  if (!clangFormat)
    return say("lint:c: not checked: there is no clang-format-19 (apt-get install clang-format-19)");
  if (files.length === 0) return;
  return runShown(clangFormat, [
    ...(process.argv.includes("--write") ? ["-i"] : ["--dry-run", "-Werror"]),
    ...files,
  ]);
});

function cFiles(folder, name) {
  try {
    return readdirSync(join(folder, name), { recursive: true })
      .filter((file) => /\.[ch]$/.test(file))
      .map((file) => join(folder, name, file));
  } catch (error) {
    if (error.code === "ENOENT") return [];
    throw error;
  }
}
