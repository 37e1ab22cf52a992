import { byteFixtures } from "@probekit/core/testing/vitest";
import * as kernel from "@probekit/native";
import filelife from "../../src/probe.js";

byteFixtures(filelife, {
  kernel,
  file: new URL("fixtures.json", import.meta.url),
  cases: {
    "a file that is made and removed": {
      command: ["sh", "-c", ": > /var/tmp/probekit-fixture; rm /var/tmp/probekit-fixture"],
    },
    "a file that another takes the place of": {
      command: [
        "sh",
        "-c",
        "cd /var/tmp; : > probekit-a; : > probekit-b; mv probekit-a probekit-b; rm probekit-b",
      ],
    },
  },
});
