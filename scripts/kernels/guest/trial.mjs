// Opens a session with one probe by one plan and says, as JSON, whether the kernel takes it.
// `node scripts/kernels/guest/trial.mjs probe-exec tracepoint`
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { tryPlan } from "@probekit/core/build";
import * as kernel from "@probekit/native";
import { root } from "../../lib/paths.mjs";

/** The kernel keeps no more of a program's name. */
const maxNameLength = 15;

const [folder, plan] = process.argv.slice(2);
console.log(JSON.stringify(await verdict()));

async function verdict() {
  try {
    const { error, programs } = await tryPlan(await importProbe(), plan, kernel);
    return error ? refusal(error) : { works: true, programs: countsOf(programs) };
  } catch (error) {
    return refusal(error);
  }
}

function refusal({ code, message, log, stack }) {
  return { works: false, code, reason: message, log: log || stack };
}

async function importProbe() {
  const home = join(root, "packages", folder);
  const { module } = JSON.parse(readFileSync(join(home, "probe.json"), "utf8"));
  return (await import(pathToFileURL(join(home, module)).href)).default;
}

/** From the kernel where it counts (Linux 5.16), else from what the verifier wrote at load. */
function countsOf(programs) {
  const logged = readLogged();
  return programs.map(({ name, instructions, verifiedInstructions }) => ({
    name,
    instructions,
    verifiedInstructions: verifiedInstructions || (logged.get(name.slice(0, maxNameLength)) ?? 0),
  }));
}

/** Lines of a program's name and its count, as `verified.c` writes them; of a name, the last counts. */
function readLogged() {
  const file = process.env.PROBEKIT_VERIFIED;
  if (!file || !existsSync(file)) return new Map();
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  return new Map(lines.map((line) => line.split("\t")).map(([name, count]) => [name, Number(count)]));
}
