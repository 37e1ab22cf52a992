import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import { root } from "./paths.mjs";

/**
 * A vitest reporter that writes totals, failures and skip reasons as JSON to the file named by
 * `PROBEKIT_TEST_SUMMARY`. Vitest's own JSON reporter leaves out the note of `context.skip(note)`.
 */
export default class SummaryReporter {
  onTestRunEnd(testModules, unhandledErrors) {
    const tests = testModules.flatMap((module) => [...module.children.allTests()]);
    const withState = (state) => tests.filter((test) => test.result().state === state);
    const summary = {
      passed: withState("passed").length,
      failed: [
        ...withState("failed").map((test) => ({
          name: nameOf(test),
          reason: firstLine(test.result().errors),
        })),
        ...testModules.flatMap((module) =>
          ownErrors(module).map((error) => ({ name: pathOf(module), reason: firstLine([error]) })),
        ),
        ...unhandledErrors.map((error) => ({ name: "outside of any test", reason: firstLine([error]) })),
      ],
      skipped: withState("skipped").map((test) => ({ name: nameOf(test), reason: reasonOf(test) })),
    };
    writeFileSync(process.env.PROBEKIT_TEST_SUMMARY, JSON.stringify(summary));
  }
}

/** Errors outside of any test: an import that failed, a `beforeAll` that threw. */
function ownErrors(module) {
  return [module, ...module.children.allSuites()].flatMap((parent) => parent.errors());
}

function nameOf(test) {
  return `${pathOf(test.module)} > ${test.fullName}`;
}

function pathOf(module) {
  return relative(root, module.moduleId);
}

function firstLine([error]) {
  return String(error?.message ?? "no error given").split("\n")[0];
}

function reasonOf(test) {
  return test.result().note ?? (test.options.mode === "todo" ? "to do" : "no reason given");
}
