import type { Options } from "tsup";

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

/**
 * Node's own modules by `process.getBuiltinModule()`. An `import` of one makes a module of all that it has:
 * its streams, promises and the like are loaded for that, which takes as long as a third of core.
 */
const builtins: Plugin = {
  name: "builtins",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^node:/ }, ({ path, kind }) => ({
      path,
      namespace: kind === "require-call" ? "required-builtin" : "builtin",
    }));
    onLoad({ filter: /.*/, namespace: "required-builtin" }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule("${path}");`,
    }));
    onLoad({ filter: /.*/, namespace: "builtin" }, async ({ path }) => {
      const names = Object.keys(await import(path)).filter((name) => name !== "default");
      return {
        contents: [
          `const builtin = /* @__PURE__ */ process.getBuiltinModule("${path}");`,
          "export default builtin;",
          /* What is not used must not be asked for: some of it is loaded when it is. */
          ...names.map((name) => `export const ${name} = /* @__PURE__ */ (() => builtin.${name})();`),
        ].join("\n"),
      };
    });
  },
};

/** How all packages are bundled. */
export const common = {
  format: "esm",
  target: "node20",
  sourcemap: true,
  // Declarations come from `tsc -b`, into the same folder.
  dts: false,
  clean: false,
  removeNodeProtocol: false,
  esbuildPlugins: [builtins],
  esbuildOptions(options) {
    // Half of the time that an import takes goes by length. Names stay: stack traces have them.
    options.minifyWhitespace = true;
    options.minifySyntax = true;
    // The build removes old chunks by this name.
    options.chunkNames = "chunk-[hash]";
  },
} satisfies Options;
