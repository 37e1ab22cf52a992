import { execFile } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { jsonLines } from "./probe.js";

const bin = fileURLToPath(new URL("../../bin/probe.mjs", import.meta.url));

/* A mount of version 2 that only the namespace of the test has, and another inside of its own cgroup. */
const outside = `
mount -t cgroup2 none "$1" && mkdir -p "$1/$2/inner" && echo $$ > "$1/$2/cgroup.procs"
unshare --mount --cgroup sh -c "$INSIDE" sh "$1"; status=$?
echo $$ > "$1/cgroup.procs" && rmdir "$1/$2/inner" "$1/$2"; exit $status`;

const inside = `
umount "$1" && mount -t cgroup2 none "$1"
probe() { ${process.execPath} ${bin} "$@"; }
probe run exec --namespaces -o json --cgroup /inner -- \\
  sh -c '/bin/echo above; echo 0 > "$0/inner/cgroup.procs"; /bin/echo "in it"' "$1"`;

test("in a cgroup namespace, paths of cgroups are those that its own mount has", async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "probekit-cgroup-ns-"));
  onTestFinished(() => rmdirSync(folder));
  const { stdout } = await promisify(execFile)(
    "unshare",
    ["--mount", "sh", "-c", outside, "sh", folder, `probekit-${process.pid}-ns`],
    { env: { ...process.env, INSIDE: inside } },
  );
  expect(jsonLines(stdout)).toMatchObject([
    { argv: ["/bin/echo", "in it"], cgroupPath: "/inner", container: null },
  ]);
});
