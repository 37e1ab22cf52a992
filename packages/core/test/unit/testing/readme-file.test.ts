import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { readmeOf } from "../../../src/testing/readme-file.js";
import { calls } from "../../args/probe.js";

function file(content?: string): URL {
  const folder = mkdtempSync(path.join(os.tmpdir(), "probekit-readme-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const readme = path.join(folder, "README.md");
  if (content !== undefined) writeFileSync(readme, content);
  return pathToFileURL(readme);
}

const packageName = `@me/probekit-probe-${calls.name}`;

test("a README.md without the comments is made whole, with the package's name", () => {
  for (const readme of [file(), file("# Old\n")]) {
    expect(readmeOf(calls, packageName, readme)).toMatch(
      new RegExp(`^# ${packageName}\\n\\n[\\s\\S]*\\n## Plans\\n`),
    );
  }
});

test("with them, the author's text around them stays", () => {
  const told = readmeOf(
    calls,
    packageName,
    file("# Mine\n\nText.\n\n<!-- contract: x -->\n\nold\n<!-- /contract -->\n\nMore: $1 $&\n"),
  );
  expect(told).toMatch(
    /^# Mine\n\nText\.\n\n<!-- contract: x -->\n\n## [\s\S]*\n\n<!-- \/contract -->\n\nMore: \$1 \$&\n$/,
  );
  expect(told).not.toContain("old");
  expect(told).not.toContain("probe run");
});

test.each([
  ["the first", "# Mine\n\nText.\n<!-- /contract -->\n"],
  ["the second", "# Mine\n\n<!-- contract: x -->\n\nText.\n"],
  ["the empty line", "# Mine\n\n<!-- contract: x -->\nold\n<!-- /contract -->\n"],
])("without %s of them, nothing of the author's is given up", (_, content) => {
  expect(() => readmeOf(calls, packageName, file(content))).toThrow(/README\.md needs all of these/);
});
