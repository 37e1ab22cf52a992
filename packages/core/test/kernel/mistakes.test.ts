import * as kernel from "@probekit/native";
import { describe, expect, test } from "vitest";
import { buildProbe } from "../../src/build/build-probe.js";
import { explainBuildError } from "../../src/build/problems/explain.js";
import { type BuildProblem, placeText, problemText } from "../../src/build/problems/problem.js";
import { tryPlans } from "../../src/build/try-plans.js";
import { authorPackage, type Change } from "../support/author.js";

const contract = "src/probe.ts";
const program = "bpf/mine.bpf.c";
const wire = "bpf/mine.h";

async function build(folder: string): Promise<BuildProblem | undefined> {
  try {
    const { probe } = await buildProbe(folder, kernel);
    const [trial] = await tryPlans(probe, kernel);
    return trial?.error && explainBuildError(trial.error, folder);
  } catch (error) {
    return explainBuildError(error, folder);
  }
}

const includes = "#include <probekit/probe.bpf.h>";
const including = (...headers: string[]) => headers.map((header) => `#include <${header}>`).join("\n");
const bpfHeaders = ["probekit/vmlinux.bpf.h", "bpf/bpf_helpers.h", "bpf/bpf_core_read.h"];
const setTimes = "\tevent->times = times;";

const mistakes: readonly [string, readonly Change[]][] = [
  ["a field that is missing", [[contract, "who: integer", "whom: integer"]]],
  ["a field of the wrong width", [[wire, "__u64 times;", "__u32 times;\n\t__u32 reserved;"]]],
  ["a stack that is too big", [[program, "\t__u64 times;\n\n\tif", "\t__u64 times;\n\tchar path[4096] = {};\n\n\tbpf_get_current_comm(path, sizeof(path));\n\tif"]]],
  ["a map lookup that is not checked", [[program, "\tif (!times)\n\t\treturn 0;\n", ""]]],
  ["a target that is unknown", [[contract, '"sys_enter_getpriority"', '"sys_enter_getpriorty"']]],
  ["a license that is missing", [[program, includes, including(...bpfHeaders, "probekit/record.bpf.h", "probekit/filter.bpf.h", "probekit/loss.bpf.h")]]],
  ["a loop without an end", [[program, setTimes, "\twhile (bpf_ktime_get_ns() != 1)\n\t\ttimes++;\n\tevent->times = times;"]]],
  ["a kernel pointer that is followed directly", [[program, setTimes, "\tevent->times = ((struct task_struct *)bpf_get_current_task())->pid;"]]],
  ["a ring that is not declared", [[program, includes, including(...bpfHeaders, "probekit/wire.h", "probekit/config.bpf.h")]]],
  ["a program that is not there", [[contract, "on_call:", "on_calls:"]]],
  ["a record that is not submitted", [[program, "\tprobe_submit(event);\n", ""]]],
  ["a record that is not checked", [[program, "\tif (!event)\n\t\treturn 0;\n", ""]]],
];

test.each(mistakes)("%s", async (name, changes) => {
  const folder = authorPackage(...changes);
  const problem = await build(folder);
  console.log("=====", name + "\n" + (problem && problemText(problem)));
  expect(problem).toBeDefined();
});
