import { parseArgs } from "node:util";
import { hooks, outputs } from "./choices.js";
import { InvalidChoice } from "./invalid-choice.js";
import { startPackage } from "./start.js";

const usage = `Usage: npm create probekit <name> [folder] -- [options]

Starts the package of an eBPF probe. In a terminal it asks for what is not given.

  --output <kind>    ${outputs.join(", ")} (default: event)
  --hook <kind>      ${hooks.join(", ")} (default: tracepoint)
  --package <name>   npm package (default: probekit-probe-<name>)
  --help
`;

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      output: { type: "string" },
      hook: { type: "string" },
      package: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  const [name, folder, ...rest] = positionals;
  if (rest.length > 0)
    throw new InvalidChoice(`there is one name and one folder, not also ${rest.join(" ")}`);
  const { help, ...choices } = values;
  process.stdout.write(help ? usage : await startPackage({ name, folder, ...choices }));
} catch (error) {
  if (!isUsers(error)) throw error;
  process.stderr.write(`create-probekit: ${error.message}\n`);
  process.exitCode = 2;
}

/** A mistake in what was asked for, or a folder that cannot be written. */
function isUsers(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  if (error instanceof InvalidChoice || "syscall" in error) return true;
  return "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}
