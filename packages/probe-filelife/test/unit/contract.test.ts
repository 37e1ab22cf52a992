import { probeContract } from "@probekit/core/testing/vitest";
import * as kernel from "@probekit/native";
import filelife from "../../src/probe.js";

probeContract(filelife, { kernel, readme: new URL("../../README.md", import.meta.url) });
