// Builds the addon with AddressSanitizer and UndefinedBehaviorSanitizer and runs this package's
// tests with it; arguments go to vitest. In .cache/sanitized, because a rebuild empties `build`.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { nodeGyp } from "./node-gyp.mjs";

const folder = fileURLToPath(new URL("..", import.meta.url));
const sanitized = join(folder, ".cache", "sanitized");
const reports = join(sanitized, "reports");

function build() {
  // node-gyp builds beside the binding.gyp that it is given.
  mkdirSync(sanitized, { recursive: true });
  for (const name of ["binding.gyp", "src"]) {
    rmSync(join(sanitized, name), { force: true });
    symlinkSync(join(folder, name), join(sanitized, name));
  }
  nodeGyp(["rebuild", "--silent", "--jobs=max", "--", "-Dsanitize=1"], { cwd: sanitized });
}

function library(name) {
  return execFileSync("gcc", [`-print-file-name=${name}`], { encoding: "utf8" }).trim();
}

function runTests(args) {
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const vitest = join(folder, "../../node_modules/vitest/vitest.mjs");
  const { status } = spawnSync(process.execPath, [vitest, "run", ...args], {
    cwd: folder,
    stdio: "inherit",
    env: {
      ...process.env,
      // node-gyp-build's way to choose another binary.
      "@PROBEKIT/NATIVE_PREBUILD": sanitized,
      // The C++ library has to be there before libasan looks for its exception functions.
      LD_PRELOAD: `${library("libasan.so")} ${library("libstdc++.so.6")}`,
      // Node leaves much to the end of the process; `findings` tells ours from its.
      ASAN_OPTIONS: `detect_leaks=1:log_path=${reports}/asan:exitcode=0:abort_on_error=0`,
      UBSAN_OPTIONS: `print_stacktrace=1:log_path=${reports}/ubsan`,
    },
  });
  return status ?? 1;
}

/** Whether the memory of a leak was asked for by the addon or libbpf, and not by V8 on the way. */
function isOurLeak(report) {
  const frames = report.match(/^\s+#\d+ .*$/gm) ?? [];
  const caller = frames.find((frame) => !/libsanitizer|\/c\+\+\//.test(frame)) ?? "";
  return /native\.node|src\/addon|libbpf|libelf/.test(caller);
}

/** The parts of the reports that concern this addon. */
function findings() {
  return readdirSync(reports).flatMap((name) =>
    readFileSync(join(reports, name), "utf8")
      .split(/\n\n+/)
      .filter((part) => (/ leak of /.test(part) ? isOurLeak(part) : /native\.node|src\/addon/.test(part))),
  );
}

build();
const status = runTests(process.argv.slice(2));
const found = findings();
for (const part of found) console.log(`${part}\n`);
console.log(`sanitizers: ${found.length} findings`);
process.exitCode = status !== 0 || found.length > 0 ? 1 : 0;
