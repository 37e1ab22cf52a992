import pc from "picocolors";
import { describeProbe } from "../describe/probe.js";
import { knownProbes } from "../discovery/catalogue.js";
import { prettyJson } from "../output/json.js";
import { print } from "../output/print.js";
import { wantsColor } from "../output/terminal.js";

/** Prints what a probe's manifest says. */
export function info(probe: string, { output, project }: { output: string; project?: string }): void {
  const found = knownProbes(project).find(probe);
  print(
    output === "json" ? prettyJson(found.manifest) : describeProbe(found, pc.createColors(wantsColor(true))),
  );
}
