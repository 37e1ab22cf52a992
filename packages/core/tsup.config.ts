import { defineConfig } from "tsup";
import { common } from "../../tsup.common.js";

/** zod carries its messages in some fifty languages, which are half of it; English is the default. */
const oneLanguage: (typeof common.esbuildPlugins)[number] = {
  name: "one-language",
  setup: ({ onLoad }) => {
    onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
    }));
  },
};

export default defineConfig({
  ...common,
  entry: {
    index: "src/index.ts",
    "testing/index": "src/testing/index.ts",
    "testing/vitest/index": "src/testing/vitest/index.ts",
    "build/index": "src/build/index.ts",
  },
  // Bundled, zod takes 11 ms to import in place of 50 to 70.
  noExternal: ["zod"],
  esbuildPlugins: [...common.esbuildPlugins, oneLanguage],
});
