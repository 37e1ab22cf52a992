import { defineConfig } from "tsup";

export default defineConfig({
  entry: ["src/index.ts", "src/main.ts"],
  format: "esm",
  target: "node20",
  sourcemap: true,
  // Declarations come from `tsc -b`, into the same folder.
  dts: false,
  clean: false,
});
