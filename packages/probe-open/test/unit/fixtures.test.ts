import { byteFixtures } from "@probekit/core/testing/vitest";
import * as kernel from "@probekit/native";
import open from "../../src/probe.js";

byteFixtures(open, {
  kernel,
  file: new URL("fixtures.json", import.meta.url),
  cases: {
    "opens that work, and one that fails": { command: ["cat", "/etc/hostname", "/nonexistent"], most: 16 },
    "an open that makes a file": {
      command: ["sh", "-c", "umask 027; : > /var/tmp/probekit-fixture; rm /var/tmp/probekit-fixture"],
      most: 16,
    },
  },
});
