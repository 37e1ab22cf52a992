import { defineConfig } from "tsup";

export default defineConfig({
  // The second is a process of its own.
  entry: ["src/main.ts", "src/dev/builder.ts"],
  format: "esm",
  target: "node20",
  sourcemap: true,
  // Declarations come from `tsc -b`, into the same folder.
  dts: false,
  clean: false,
  // Bundled and without its comments, what every command needs is there 10 ms sooner.
  noExternal: ["fast-string-width", "commander", "picocolors"],
  minify: true,
  // These two are CommonJS.
  banner: {
    js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
  // The build removes old chunks by this name.
  esbuildOptions(options) {
    options.chunkNames = "chunk-[hash]";
  },
});
