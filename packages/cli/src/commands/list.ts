import pc from "picocolors";
import { type Catalogue, installedProbes } from "../discovery/catalogue.js";
import { escapeText } from "../output/escape.js";
import { grid } from "../output/grid.js";
import { prettyJson } from "../output/json.js";
import { print, say } from "../output/print.js";
import { wantsColor } from "../output/terminal.js";

/** Prints the installed probes. */
export function list(output: string): void {
  const catalogue = installedProbes();
  print(output === "json" ? prettyJson(asJson(catalogue)) : asTable(catalogue));
  if (output === "json") return;
  if (catalogue.probes.length === 0)
    say("probe: no probe is installed; npm install -g @probekit/probe-exec\n");
  for (const { package: name, folder, problem } of catalogue.broken) {
    say(`probe: ${escapeText(`${name} in ${folder} cannot be used: ${problem}`)}\n`);
  }
}

function asTable({ probes }: Catalogue): string {
  if (probes.length === 0) return "";
  const rows = probes.map(({ manifest, folder }) =>
    [manifest.name, manifest.version, manifest.summary, folder].map((cell) => escapeText(String(cell))),
  );
  const [header = "", ...lines] = grid([["NAME", "VERSION", "SUMMARY", "FROM"], ...rows]).split("\n");
  return [pc.createColors(wantsColor(true)).dim(header), ...lines].join("\n");
}

function asJson({ probes, broken }: Catalogue) {
  return {
    probes: probes.map(({ manifest: { name, version, summary, package: packageName }, folder }) => ({
      name,
      package: packageName,
      version,
      summary,
      folder,
    })),
    broken,
  };
}
