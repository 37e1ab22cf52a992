import pc from "picocolors";
import { brokenMessage, type Catalogue, knownProbes } from "../discovery/catalogue.js";
import { escapeText } from "../output/escape.js";
import { grid } from "../output/grid.js";
import { prettyJson } from "../output/json.js";
import { print, say } from "../output/print.js";
import { wantsColor } from "../output/terminal.js";

/** Prints the probes that can be run by name. */
export function list({ output, project }: { output: string; project?: string }): void {
  const catalogue = knownProbes(project);
  print(output === "json" ? prettyJson(asJson(catalogue)) : asTable(catalogue));
  if (output === "json") return;
  if (catalogue.probes.length === 0)
    say("probe: no probe is installed; npm install -g @probekit/probe-exec\n");
  for (const broken of catalogue.broken) say(`probe: ${escapeText(brokenMessage(broken))}\n`);
}

function asTable({ probes }: Catalogue): string {
  if (probes.length === 0) return "";
  const rows = probes.map(({ manifest, source, folder }) =>
    [manifest.name, manifest.version, manifest.summary, source, folder].map((cell) =>
      escapeText(String(cell)),
    ),
  );
  const [header = "", ...lines] = grid([["NAME", "VERSION", "SUMMARY", "FROM", "FOLDER"], ...rows]).split(
    "\n",
  );
  return [pc.createColors(wantsColor(true)).dim(header), ...lines].join("\n");
}

function asJson({ probes, broken }: Catalogue) {
  return {
    probes: probes.map(({ manifest: { name, version, summary, package: packageName }, source, folder }) => ({
      name,
      package: packageName,
      version,
      summary,
      from: source,
      folder,
    })),
    broken,
  };
}
