import { expect, test } from "vitest";
import { cgroupMount } from "../../../src/cgroup/mount.js";

const v1 = "32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu";

test.each([
  [
    "alone",
    ["30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate"],
    "/sys/fs/cgroup",
  ],
  [
    "beside version 1",
    [v1, "41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw"],
    "/sys/fs/cgroup/unified",
  ],
  ["where a blank is", ["41 31 0:38 / /my\\040cgroups rw - cgroup2 none rw"], "/my cgroups"],
  [
    "as a whole and in part",
    ["40 1 0:38 /a /part rw - cgroup2 cgroup2 rw", "41 1 0:38 / /whole rw - cgroup2 cgroup2 rw"],
    "/whole",
  ],
  ["nowhere", [v1], undefined],
])("cgroup v2 is found mounted %s", (_, lines, expected) => {
  expect(cgroupMount(`${lines.join("\n")}\n`)).toBe(expected);
});
