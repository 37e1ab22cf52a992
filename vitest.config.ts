import { defineConfig } from "vitest/config";

// Tests run from the sources: this condition comes first in every package's `exports`.
// What follows it is Vite's default, which a list given here replaces.
const conditions = ["@probekit/source", "module", "node", "development|production"];
// Warnings that tests provoke are listened for; printed, they look like failures.
const execArgv = ["--no-warnings"];
// An emulated machine needs longer. A project's own limits win over those of the command line.
const timeoutMs = Number(process.env.PROBEKIT_TEST_TIMEOUT_MS ?? 60_000);
// Where the kernel itself skips programs now and then, what a test has missed by it is done again.
const retry = Number(process.env.PROBEKIT_TEST_RETRIES ?? 0);
// Where it is slow to import what they need, files share one process, and runs what was transformed.
const isolate = process.env.PROBEKIT_TEST_SHARED_PROCESS !== "1";
const fromSource = { resolve: { conditions }, ssr: { resolve: { conditions } } };

export default defineConfig({
  test: {
    experimental: { fsModuleCache: !isolate },
    projects: [
      {
        ...fromSource,
        test: {
          name: "unit",
          execArgv,
          include: [
            "packages/*/test/unit/**/*.test.ts",
            "packages/*/src/**/*.test.ts",
            "bench/test/*.test.mjs",
          ],
          testTimeout: timeoutMs,
        },
      },
      {
        ...fromSource,
        test: {
          name: "kernel",
          include: ["packages/*/test/kernel/**/*.test.ts"],
          pool: "forks",
          execArgv,
          // One file at a time: probes see what other tests do, and leak checks count the kernel's objects.
          fileParallelism: false,
          isolate,
          retry,
          testTimeout: timeoutMs,
          hookTimeout: timeoutMs,
        },
      },
    ],
  },
});
