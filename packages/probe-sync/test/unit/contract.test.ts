import { probeContract } from "@probekit/core/testing/vitest";
import * as kernel from "@probekit/native";
import sync from "../../src/probe.js";

probeContract(sync, { kernel, readme: new URL("../../README.md", import.meta.url) });
