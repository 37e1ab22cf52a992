import { byteFixtures } from "@probekit/core/testing/vitest";
import * as kernel from "@probekit/native";
import exec from "../../src/probe.js";

byteFixtures(exec, {
  kernel,
  file: new URL("fixtures.json", import.meta.url),
  cases: {
    "an exec that works": { command: ["true", "one", "", "two words"] },
    "an exec that fails": { command: ["sh", "-c", "/nonexistent one || :"] },
  },
});
