import { checkContract } from "@probekit/core/testing";
import * as kernel from "@probekit/native";
import { test } from "vitest";
import net from "../../src/probe.js";

test("the contract fits the BPF object", () => checkContract(net, kernel));
