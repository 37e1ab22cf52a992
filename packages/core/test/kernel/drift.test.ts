import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import * as kernel from "@probekit/native";
import { afterAll, describe, expect, test } from "vitest";
import { checkContract } from "../../src/build/check.js";
import { compileBpf } from "../../src/build/compiler.js";
import { openSession } from "../../src/session/open.js";
import { sample } from "../sample/probe.js";

const folder = mkdtempSync(path.join(os.tmpdir(), "probekit-drift-"));
afterAll(() => rmSync(folder, { recursive: true }));

const source = readFileSync(new URL("../sample/sample.bpf.c", import.meta.url), "utf8");

/** The sample probe with an object of changed source. */
function changed(from: string, to: string): typeof sample {
  expect(source).toContain(from);
  const file = path.join(folder, "sample.bpf.c");
  const object = path.join(folder, "sample.bpf.o");
  writeFileSync(file, source.replaceAll(from, to));
  compileBpf(file, object);
  return { ...sample, object: pathToFileURL(object) };
}

describe("a .bpf.c that was changed without its TypeScript", () => {
  test.each([
    [
      "a member renamed",
      "number",
      "sequence",
      "sample: bind struct sample_called: field number: no member number; it has header, context, which, who, sequence, extra, padding",
    ],
    [
      "a member narrowed",
      "__u64 number",
      "__u32 number",
      "sample: bind struct sample_called: field number: member number: expected an unsigned 64-bit integer, found an unsigned 32-bit integer",
    ],
    [
      "the struct renamed",
      "sample_called",
      "sample_calling",
      "sample: bind struct sample_called: not in the object's BTF; add PROBE_RECORD(sample_called); to the .bpf.c, or correct the name",
    ],
    [
      "the event renamed",
      "SAMPLE_EVENT_CALLED",
      "SAMPLE_EVENT_CALLING",
      "sample: bind event called: no SAMPLE_EVENT_CALLED in enum sample_event_type; declare it",
    ],
    [
      "a program renamed",
      "on_call",
      "at_call",
      "sample: bind plan working, program on_call: not in the object; it has at_call, on_sample, on_end, on_nothing, on_bad_read",
    ],
    [
      "a program of another type",
      "tracepoint/syscalls/sys_enter_getpriority",
      "raw_tp/sys_enter",
      'sample: bind plan working, program on_call: expected SEC("tracepoint/…"), found SEC("raw_tp/sys_enter")',
    ],
    [
      "a histogram renamed",
      "asked_for",
      "asked",
      "sample: bind histogram askedFor: no PROBE_HISTOGRAM(asked_for, …) in the object",
    ],
    [
      "a histogram with too few groups",
      "PROBE_HISTOGRAM(asked_for, 3)",
      "PROBE_HISTOGRAM(asked_for, 2)",
      "sample: bind histogram askedFor: enum sample_which has user = 2, the map has 2 groups",
    ],
    [
      "a constant renamed",
      "log_calls",
      "log_all_calls",
      "sample: configure variable log_calls: not in the object; is it a global `const volatile`?",
    ],
  ])("%s: is refused by name, when tested and when loaded", (_, from, to, message) => {
    const probe = changed(from, to);
    expect(() => checkContract(probe, kernel)).toThrow(message);
    expect(() => openSession({ kernel, probes: [probe] })).toThrow(message);
  });

  test("a member added in front moves the others, and nothing else need change", () => {
    const probe = changed("__u32 which;", "__u64 added;\n\t__u32 which;");
    checkContract(probe, kernel);
  });
});
