import { defineConfig, type Options } from "tsup";
import { common } from "../../tsup.common.js";

/** commander loads child_process for subcommands that are programs of their own. There are none. */
const noPrograms: (typeof common.esbuildPlugins)[number] = {
  name: "no-programs",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^node:child_process$/ }, ({ path, kind }) =>
      kind === "require-call" ? { path, namespace: "no-programs" } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "no-programs" }, () => ({ contents: "module.exports = {};" }));
  },
};

const settings = {
  ...common,
  esbuildPlugins: [noPrograms, ...common.esbuildPlugins],
  // Bundled, what every command needs is there 10 ms sooner.
  noExternal: ["fast-string-width", "commander", "picocolors"],
  // A command has no readers of stack traces.
  minify: true,
} satisfies Options;

export default defineConfig([
  // The second is a process of its own.
  { ...settings, entry: ["src/main.ts", "src/dev/builder.ts"] },
  // Each file takes a millisecond, to find, read and link.
  { ...settings, entry: ["src/run.ts"], splitting: false },
]);
