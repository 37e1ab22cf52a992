import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { errorCodes } from "../../../src/errors/registry.js";

const source = new URL("../../../src/", import.meta.url).pathname;

/* `npx vitest run --project unit -u` writes it anew. */
test("docs/errors.md is what the registry says", async () => {
  const sections = Object.entries(errorCodes).map(
    ([code, { meaning, fix }]) => `## ${code}\n\n${meaning}\n\n${fix}\n`,
  );
  const head = `# Errors

Every error that probekit throws on purpose is a \`ProbeError\` with one of these codes in \`code\`.
Its message reads *probe: operation object: errno: what to do*; each part is a property as well,
\`log\` has the verifier's or libbpf's own words, and \`cause\` the error underneath.
`;
  await expect([head, ...sections].join("\n")).toMatchFileSnapshot("../../../../../docs/errors.md");
});

test("every code is thrown somewhere, and every code thrown is in the registry", () => {
  const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  const texts = files.map((file) => readFileSync(path.join(source, file), "utf8"));
  const thrown = new Set(
    texts.flatMap((text) => [...text.matchAll(/new ProbeError\(\s*"(ERR_\w+)"/g)].map(([, code]) => code)),
  );
  expect([...thrown].sort()).toEqual(Object.keys(errorCodes).sort());
});
