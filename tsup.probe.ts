import { defineConfig } from "tsup";
import { common } from "./tsup.common.js";

/** How each probe's TypeScript is bundled: one module, so that a command imports one file for a probe. */
export default defineConfig({ ...common, entry: ["src/probe.ts"] });
