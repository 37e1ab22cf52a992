import { byteFixtures } from "@probekit/core/testing/vitest";
import * as kernel from "@probekit/native";
import filetop from "../../src/probe.js";

byteFixtures(filetop, {
  kernel,
  file: new URL("fixtures.json", import.meta.url),
  cases: {
    "reads and writes of devices": { command: ["dd", "if=/dev/zero", "of=/dev/null", "bs=100", "count=3"] },
  },
});
