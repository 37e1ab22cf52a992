import { probeContract } from "@probekit/core/testing/vitest";
import * as kernel from "@probekit/native";
import net from "../../src/probe.js";

probeContract(net, { kernel, readme: new URL("../../README.md", import.meta.url) });
