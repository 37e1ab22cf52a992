import { probeContract } from "@probekit/core/testing/vitest";
import * as kernel from "@probekit/native";
import exec from "../../src/probe.js";

probeContract(exec, { kernel, readme: new URL("../../README.md", import.meta.url) });
