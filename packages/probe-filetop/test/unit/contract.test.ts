import { probeContract } from "@probekit/core/testing/vitest";
import * as kernel from "@probekit/native";
import filetop from "../../src/probe.js";

probeContract(filetop, { kernel, readme: new URL("../../README.md", import.meta.url) });
