// Builds build/Release/native.node.
import { fileURLToPath } from "node:url";
import { nodeGyp } from "./node-gyp.mjs";

nodeGyp(["rebuild", "--silent", "--jobs=max"], {
  cwd: fileURLToPath(new URL("..", import.meta.url)),
});
