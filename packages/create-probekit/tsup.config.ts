import { defineConfig } from "tsup";
import { common } from "../../tsup.common.js";

export default defineConfig({ ...common, entry: ["src/index.ts", "src/main.ts"] });
