// Makes a fresh checkout ready: system packages, npm packages, build. `node scripts/setup.mjs`
import { prepare } from "./lib/prepare.mjs";
import { main } from "./lib/run.mjs";

await main(prepare);
