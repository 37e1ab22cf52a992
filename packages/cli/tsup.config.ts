import { defineConfig } from "tsup";
import { common } from "../../tsup.common.js";

export default defineConfig({
  ...common,
  // The second is a process of its own.
  entry: ["src/main.ts", "src/dev/builder.ts"],
  // Bundled, what every command needs is there 10 ms sooner.
  noExternal: ["fast-string-width", "commander", "picocolors"],
  // A command has no readers of stack traces.
  minify: true,
});
