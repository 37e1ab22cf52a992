import { byteFixtures } from "@probekit/core/testing/vitest";
import * as kernel from "@probekit/native";
import sync from "../../src/probe.js";

byteFixtures(sync, {
  kernel,
  file: new URL("fixtures.json", import.meta.url),
  cases: {
    "a flush of a file": { command: ["sync", "/etc/hostname"] },
    "a write that flushes by itself": {
      command: [
        "sh",
        "-c",
        "dd if=/dev/zero of=/var/tmp/probekit-fixture oflag=dsync count=2; rm /var/tmp/probekit-fixture",
      ],
    },
  },
});
