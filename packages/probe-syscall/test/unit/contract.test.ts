import { checkContract } from "@probekit/core/testing";
import * as kernel from "@probekit/native";
import { test } from "vitest";
import syscall from "../../src/probe.js";

test("the contract fits the BPF object", () => checkContract(syscall, kernel));
