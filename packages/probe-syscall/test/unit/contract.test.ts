import { probeContract } from "@probekit/core/testing/vitest";
import * as kernel from "@probekit/native";
import syscall from "../../src/probe.js";

probeContract(syscall, { kernel, readme: new URL("../../README.md", import.meta.url) });
