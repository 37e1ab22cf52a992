import { defineConfig } from "tsup";

/** How each probe's TypeScript is bundled: one module, so that a command imports one file for a probe. */
export default defineConfig({
  entry: ["src/probe.ts"],
  format: "esm",
  target: "node20",
  sourcemap: true,
  // Declarations come from `tsc -b`, into the same folder.
  dts: false,
  clean: false,
});
