import { execFileSync } from "node:child_process";
import { runQuietly, say } from "./run.mjs";
import { minClangMajor, missingTools, which } from "./toolchain.mjs";

const packagesOf = {
  "pkg-config": ["pkg-config"],
  "g++": ["g++"],
  make: ["make"],
  python3: ["python3"],
  clang: ["clang-19", "llvm-19", "clang-format-19"],
  libbpf: ["libbpf-dev"],
  strace: ["strace"],
};

const unversionedClang = ["clang", "llvm", "clang-format"];

/** Installs what the tests compare with, where that can be; a test that lacks it is skipped, and says so. */
export async function ensureTestTools() {
  if (which("strace") || process.getuid?.() !== 0 || !which("apt-get")) return;
  await install(["strace"]);
}

/** Installs what the build needs of the system, or throws saying what is missing and how to get it. */
export async function ensureSystemTools() {
  const missing = missingTools();
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !which("apt-get")) throw new Error(adviceFor(missing));
  await install(missing);
  const stillMissing = missingTools();
  if (stillMissing.length > 0) throw new Error(adviceFor(stillMissing));
}

async function install(missing) {
  say(`probekit: missing: ${missing.join(", ")}; reading the list of Debian packages`);
  await aptGet("update");
  const packages = missing.flatMap(availablePackages);
  say(`probekit: installing with apt-get: ${packages.join(" ")}`);
  await aptGet("install", "-y", "--no-install-recommends", ...packages);
}

function aptGet(...args) {
  return runQuietly("apt-get", args, { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
}

/** Other distributions that have apt-get lack clang-19: take the one they call `clang`. */
function availablePackages(tool) {
  return tool === "clang" && !isAvailable("clang-19") ? unversionedClang : packagesOf[tool];
}

function isAvailable(name) {
  try {
    execFileSync("apt-cache", ["show", name], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

function adviceFor(missing) {
  const names = missing.map((tool) => described[tool] ?? tool).join(", ");
  const packages = missing.flatMap((tool) => packagesOf[tool]).join(" ");
  const why = which("apt-get") ? "installing needs root" : "there is no apt-get here";
  return [
    `missing: ${names}; ${why}. On Debian or Ubuntu:`,
    `  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages}`,
  ].join("\n");
}

const described = {
  clang: `clang ${minClangMajor} or newer with its llvm-strip`,
  libbpf: "libbpf 1.0 or newer with its headers (pkg-config libbpf)",
};
