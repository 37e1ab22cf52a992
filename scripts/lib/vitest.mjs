import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { localBin, root } from "./paths.mjs";
import { runQuietly, runShown } from "./run.mjs";

const reporter = join(root, "scripts", "lib", "summary-reporter.mjs");

/**
 * Runs a vitest project with its usual output.
 *
 * @returns `{ status, passed, failed: { name, reason }[], skipped: { name, reason }[] }`
 */
export async function runProject(project) {
  return withScratchFile(async (file) => {
    const status = await runShown(
      localBin("vitest"),
      ["run", "--project", project, "--passWithNoTests", "--reporter=default", `--reporter=${reporter}`],
      { env: { ...process.env, PROBEKIT_TEST_SUMMARY: file } },
    );
    return { status, ...readSummary(file) };
  });
}

/** Counts every test of a project as skipped for one reason, without running any. */
export async function skipProject(project, reason) {
  return withScratchFile(async (file) => {
    await runQuietly(localBin("vitest"), [
      "list",
      "--project",
      project,
      "--passWithNoTests",
      `--json=${file}`,
    ]);
    const skipped = readJson(file, []).map((test) => ({
      name: `${relative(root, test.file)} > ${test.name}`,
      reason,
    }));
    return { status: 0, passed: 0, failed: [], skipped };
  });
}

/** A run that ended before its reporter could write is one failure, not none. */
function readSummary(file) {
  const unwritten = { name: "the run of the tests", reason: "it ended before it could tell what failed" };
  return readJson(file, { passed: 0, failed: [unwritten], skipped: [] });
}

function readJson(file, otherwise) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return otherwise;
  }
}

async function withScratchFile(work) {
  const folder = mkdtempSync(join(tmpdir(), "probekit-test-"));
  try {
    return await work(join(folder, "summary.json"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
