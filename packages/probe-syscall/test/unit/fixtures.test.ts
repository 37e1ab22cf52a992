import { byteFixtures } from "@probekit/core/testing/vitest";
import * as kernel from "@probekit/native";
import syscall from "../../src/probe.js";

byteFixtures(syscall, {
  kernel,
  file: new URL("fixtures.json", import.meta.url),
  cases: {
    "calls of all kinds": { command: ["cat", "/etc/hostname"], most: 16 },
    "the summary": { command: ["true"], events: ["summary"], most: 16 },
  },
});
