// Before core is packed, and with --undo behind that.
import { main } from "./lib/run.mjs";
import { restoreZodTypes, vendorZodTypes } from "./lib/zod-types.mjs";

await main(() => (process.argv.includes("--undo") ? restoreZodTypes() : vendorZodTypes()));
