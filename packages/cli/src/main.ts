import { Option } from "commander";
import { namespaceId } from "./arguments/filter.js";
import { parseId } from "./arguments/whole-number.js";
import type { BuildOptions } from "./commands/build.js";
import type { NewOptions } from "./commands/new.js";
import { outputOption } from "./commands/output-option.js";
import { projectOption } from "./commands/project-option.js";
import { addRun, runProgram } from "./program.js";
import type { VisibilityOptions } from "./visibility/change.js";

/*
 * All commands. What one needs is imported when it runs: listing and describing probes must neither
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

await runProgram(async (program, words, traced) => {
  const run = addRun(program);
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
  const dev = program
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
  const [first, second] = words;
  /* Which options these two have depends on the probes. */
  if (first === "help" && second === "run") (await import("./commands/run.js")).defineRun(run, [], undefined);
  if (first === "dev") (await import("./commands/dev.js")).defineDev(dev, words.slice(1), traced);
  if (first === "help" && second === "dev") (await import("./commands/dev.js")).defineDev(dev, [], undefined);
});
