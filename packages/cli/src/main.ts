import { readFileSync } from "node:fs";
import { Command, CommanderError, Option } from "commander";
import { namespaceId } from "./arguments/filter.js";
import { parseId } from "./arguments/whole-number.js";
import type { BuildOptions } from "./commands/build.js";
import type { NewOptions } from "./commands/new.js";
import { outputOption } from "./commands/output-option.js";
import { projectOption } from "./commands/project-option.js";
import { exitStatus } from "./exit.js";
import { escapeLines } from "./output/escape.js";
import { print, say } from "./output/print.js";
import { isVerbose, reportError } from "./output/report-error.js";
import { packageFolder } from "./package-folder.js";
import type { VisibilityOptions } from "./visibility/change.js";

/*
 * What a command needs is imported when it runs: listing and describing probes must neither
 * load core's runtime nor native.
 */

interface OutputOption {
  readonly output: string;
}

interface ProjectOption {
  readonly project?: string;
}

const visibilityHelp = `
Each probe is about files, processes, the network or capabilities. Sessions that were started with
probe run --visibility can be told to leave that out for what is in a pair of namespaces, at once and
until they end. Nothing is kept beyond that.`;

function createProgram(): Command {
  const program = new Command("probe")
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

  program
    .command("run")
    .description("trace with one or more probes; after --, only that command and what it starts")
    .usage("<probe...> [options] [-- command args...]")
    .argument("<probe...>", "names of installed probes, or paths of probe packages");
  program
    .command("list")
    .description("list the probes that are installed or registered")
    .addOption(outputOption(["table", "json"]))
    .addOption(projectOption())
    .action(async (options: OutputOption & ProjectOption) =>
      (await import("./commands/list.js")).list(options),
    );
  program
    .command("add")
    .description("register a probe package, so that it can be run by name")
    .argument("<folder>", "the package's folder")
    .action(async (folder: string) => (await import("./commands/add.js")).add(folder));
  program
    .command("remove")
    .description("forget a probe package that was registered; its files stay")
    .argument("<name>", "the probe's name")
    .action(async (name: string) => (await import("./commands/remove.js")).remove(name));
  program
    .command("info")
    .description("describe a probe: its options, events and plans")
    .argument("<probe>")
    .addOption(outputOption(["text", "json"]))
    .addOption(projectOption())
    .action(async (probe: string, options: OutputOption & ProjectOption) =>
      (await import("./commands/info.js")).info(probe, options),
    );
  program
    .command("schema")
    .description("print the JSON Schema of a probe's JSON lines")
    .argument("<probe>")
    .argument("[event]")
    .addOption(projectOption())
    .action(async (probe: string, event: string | undefined, { project }: ProjectOption) =>
      (await import("./commands/schema.js")).schema(probe, event, project),
    );
  program
    .command("visibility")
    .description("list what running sessions hide, by pair of namespaces, or hide and show it")
    .addHelpText("after", visibilityHelp)
    .addOption(new Option("--session <pid>", "only the session of this process").argParser(parseId))
    .addOption(
      new Option("--pid-ns <id>", "a pid namespace: readlink /proc/PID/ns/pid").argParser(namespaceId),
    )
    .addOption(
      new Option("--mnt-ns <id>", "with it, a mount namespace: readlink /proc/PID/ns/mnt").argParser(
        namespaceId,
      ),
    )
    .addOption(new Option("--hide <list>", "file, process, network, capability, or all"))
    .addOption(new Option("--show <list>", "the same"))
    .addOption(outputOption(["table", "json"]))
    .action(async (options: VisibilityOptions & OutputOption) =>
      (await import("./commands/visibility.js")).visibility(options),
    );
  program
    .command("build")
    .description("build the probe package of a folder, check it, and try its plans on this kernel")
    .argument("[folder]", "the package's folder", ".")
    .addOption(outputOption(["text", "json"]))
    .option("--no-load", "leave the kernel out")
    .option(
      "--types [struct...]",
      "print the contract's record(…) of these structs, by default of all records, and do nothing else",
    )
    .option("--verbose", "print the verifier's log of what it refuses")
    .action(async (folder: string, options: BuildOptions) => {
      process.exitCode = await (await import("./commands/build.js")).build(folder, options);
    });
  program
    .command("dev")
    .description("build the probe package of a folder and trace with it, and again at each save")
    .usage("[folder] [options] [-- command args...]")
    .argument("[folder]", "the package's folder", ".");
  program
    .command("new")
    .description("start the package of a new probe; in a terminal, with questions")
    .argument("[name]", "what probe run is to call it")
    .argument("[folder]", "default: the package's name")
    .option("--output <kind>", "what it gives: event, table or histogram")
    .option("--hook <kind>", "where it is attached: tracepoint, tp_btf, kprobe, fentry or uprobe")
    .option("--package <name>", "npm package (default: probekit-probe-<name>)")
    .action(async (name: string | undefined, folder: string | undefined, options: NewOptions) =>
      (await import("./commands/new.js")).newProbe({ name, folder, ...options }),
    );
  program
    .command("doctor")
    .description("say what this kernel allows, and by which plan each probe would run")
    .addOption(outputOption(["text", "json"]))
    .addOption(projectOption())
    .action(async (options: OutputOption & ProjectOption) => {
      process.exitCode = await (await import("./commands/doctor.js")).doctor(options);
    });
  return program;
}

function version(): string {
  return (JSON.parse(readFileSync(new URL("package.json", packageFolder), "utf8")) as { version: string })
    .version;
}

async function main(words: readonly string[]): Promise<void> {
  const separator = words.indexOf("--");
  /* Taken off here: commander would read the options of the traced command as its own. */
  const own = separator < 0 ? words : words.slice(0, separator);
  const traced = separator < 0 ? undefined : words.slice(separator + 1);
  try {
    const program = createProgram();
    const [first, second] = own;
    if (first === "run") await completeRun(program, own.slice(1), traced);
    else if (first === "dev") await completeDev(program, own.slice(1), traced);
    else if (first === "help" && second === "run") await completeRun(program, [], undefined);
    else if (first === "help" && second === "dev") await completeDev(program, [], undefined);
    await program.parseAsync(own, { from: "user" });
  } catch (error) {
    process.exitCode = statusOf(error, isVerbose(own.includes("--verbose")));
  }
}

/** Which options `run` has depends on the probes that it is to run. */
async function completeRun(
  program: Command,
  words: readonly string[],
  traced: readonly string[] | undefined,
) {
  const { defineRun } = await import("./commands/run.js");
  defineRun(commandOf(program, "run"), words, traced);
}

/** Which options `dev` has depends on the probe that it builds. */
async function completeDev(
  program: Command,
  words: readonly string[],
  traced: readonly string[] | undefined,
) {
  const { defineDev } = await import("./commands/dev.js");
  defineDev(commandOf(program, "dev"), words, traced);
}

function commandOf(program: Command, name: string): Command {
  return program.commands.find((command) => command.name() === name) as Command;
}

function statusOf(error: unknown, verbose: boolean): number {
  if (!(error instanceof CommanderError)) return reportError(error, verbose);
  /* Commander has printed its message; asking for help or the version is no mistake. */
  return error.exitCode === 0 ? exitStatus.ok : exitStatus.usage;
}

await main(process.argv.slice(2));
