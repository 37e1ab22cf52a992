import { probeContract } from "@probekit/core/testing/vitest";
import * as kernel from "@probekit/native";
import open from "../../src/probe.js";

probeContract(open, { kernel, readme: new URL("../../README.md", import.meta.url) });
