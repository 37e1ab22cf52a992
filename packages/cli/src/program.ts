import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { exitStatus } from "./exit.js";
import { escapeLines } from "./output/escape.js";
import { print, say } from "./output/print.js";
import { isVerbose, reportError } from "./output/report-error.js";
import { packageFolder } from "./package-folder.js";

/**
 * Adds commands to the program.
 *
 * @param words the command line, up to a `--`
 * @param traced what follows the `--`, if there is one
 */
export type AddCommands = (
  program: Command,
  words: readonly string[],
  traced: readonly string[] | undefined,
) => void | Promise<void>;

/** Runs a command line with the commands that `add` knows. Sets the status to end with. */
export async function runProgram(add: AddCommands, words = process.argv.slice(2)): Promise<void> {
  const separator = words.indexOf("--");
  /* Taken off here: commander would read the options of the traced command as its own. */
  const own = separator < 0 ? words : words.slice(0, separator);
  const traced = separator < 0 ? undefined : words.slice(separator + 1);
  try {
    const program = createProgram();
    await add(program, own, traced);
    await program.parseAsync(own, { from: "user" });
  } catch (error) {
    process.exitCode = statusOf(error, isVerbose(own.includes("--verbose")));
  }
}

function createProgram(): Command {
  return new Command("probe")
    .description("Run eBPF probes and see what the kernel is doing.")
    .version(version(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand("help [command]", "print help for a command")
    .exitOverride()
    .configureOutput({
      /* In help are words of manifests, which are a stranger's. */
      writeOut: (text) => print(escapeLines(text)),
      writeErr: say,
      outputError: (text, write) => write(escapeLines(text.replace(/^error: /, "probe: "))),
    });
}

/** The command `run`, without the options that depend on the probes. */
export function addRun(program: Command): Command {
  return program
    .command("run")
    .description("trace with one or more probes; after --, only that command and what it starts")
    .usage("<probe...> [options] [-- command args...]")
    .argument("<probe...>", "names of installed probes, or paths of probe packages");
}

function version(): string {
  return (JSON.parse(readFileSync(new URL("package.json", packageFolder), "utf8")) as { version: string })
    .version;
}

function statusOf(error: unknown, verbose: boolean): number {
  if (!(error instanceof CommanderError)) return reportError(error, verbose);
  /* Commander has printed its message; asking for help or the version is no mistake. */
  return error.exitCode === 0 ? exitStatus.ok : exitStatus.usage;
}
