import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { download, updateLists, versionsOf } from "../../kernels/apt.mjs";

/** Where the package has the numbers of each ABI. arm64's are those of asm-generic/unistd.h. */
const files = {
  x86_64: "usr/lib/linux/uapi/x86/asm/unistd_64.h",
  arm64: "usr/lib/linux/uapi/arm64/asm/unistd_64.h",
  i386: "usr/lib/linux/uapi/x86/asm/unistd_32.h",
};

/** @returns the package's version, and by each call's name its numbers by ABI, in x86-64's order */
export async function newestHeaders() {
  const folder = mkdtempSync(join(tmpdir(), "probekit-syscalls-"));
  try {
    await updateLists();
    const [version] = await versionsOf("linux-libc-dev");
    await download([{ name: "linux-libc-dev", version }], folder);
    const [deb] = readdirSync(folder);
    execFileSync("dpkg-deb", ["--extract", join(folder, deb), folder]);
    return { version, numbers: callNumbers((abi) => readFileSync(join(folder, files[abi]), "utf8")) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function callNumbers(headerOf) {
  const numbers = new Map();
  for (const abi of Object.keys(files)) {
    for (const [, name, number] of headerOf(abi).matchAll(/^#define __NR_(\w+)\s+(\d+)$/gm)) {
      if (name !== "syscalls") numbers.set(name, { ...numbers.get(name), [abi]: Number(number) });
    }
  }
  return numbers;
}
