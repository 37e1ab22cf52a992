// Builds what has changed. `npm run build`
import { build } from "./lib/build.mjs";
import { main } from "./lib/run.mjs";

await main(build);
