import { readFileSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import * as kernel from "@probekit/native";
import { describe, expect, onTestFinished, test } from "vitest";
import { buildProbe } from "../../src/build/build-probe.js";
import { explainBuildError } from "../../src/build/problems/explain.js";
import { type BuildProblem, placeText } from "../../src/build/problems/problem.js";
import { type PlanTrial, tryPlans } from "../../src/build/try-plans.js";
import { ProbeError } from "../../src/errors/probe-error.js";
import { failOnLeaks } from "../../src/testing/vitest/fail-on-leaks.js";
import { authorPackage, type Change } from "../support/author.js";

const contract = "src/probe.ts";
const program = "bpf/mine.bpf.c";
const wire = "bpf/mine.h";

failOnLeaks();

async function trialOf(folder: string): Promise<PlanTrial> {
  const { probe } = await buildProbe(folder, kernel);
  const [trial] = await tryPlans(probe, kernel);
  return trial as PlanTrial;
}

/** Why a package with these changes is refused, by the build or by this kernel. */
async function problemOf(folder: string): Promise<BuildProblem> {
  const error = await trialOf(folder).then(
    (trial) => trial.error,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeDefined();
  return explainBuildError(error, folder);
}

const including = (...headers: string[]) => headers.map((header) => `#include <${header}>`).join("\n");
const includes = including("probekit/probe.bpf.h");
const bpfHeaders = ["probekit/vmlinux.bpf.h", "bpf/bpf_helpers.h", "bpf/bpf_core_read.h"];
const setTimes = "\tevent->times = times;";

interface Mistake {
  readonly name: string;
  readonly changes: readonly Change[];
  readonly title: RegExp;
  /** With the lines themselves. */
  readonly places: readonly string[];
  readonly remedy: string | undefined;
}

const mistakes: readonly Mistake[] = [
  {
    name: "a field that is missing",
    changes: [[contract, "who: integer", "whom: integer"]],
    title:
      /^mine: bind struct mine_asked: field whom: no member whom; it has header, context, times, who, which$/,
    places: [
      'src/probe.ts:21: whom: integer({ describe: "its number" }),',
      "bpf/mine.h:12: struct mine_asked {",
    ],
    remedy: 'name a member of struct mine_asked with { from: "…" }, or add whom to it; did you mean who?',
  },
  {
    name: "a field of the wrong width",
    changes: [[wire, "__u64 times;", "__u32 times;\n\t__u32 reserved;"]],
    title:
      /: field times: member times: expected an unsigned 64-bit integer, found an unsigned 32-bit integer$/,
    places: [
      'src/probe.ts:22: times: id({ describe: "how often this thread has asked" }),',
      "bpf/mine.h:15: __u32 times;",
    ],
    remedy:
      "give member times of struct mine_asked that type, or field times another kind: probe build --types mine_asked prints those that fit",
  },
  {
    name: "a program that is not there",
    changes: [[contract, "on_call:", "on_calls:"]],
    title: /^mine: bind plan tracepoint, program on_calls: not in the object; it has on_call$/,
    places: ['src/probe.ts:14: on_calls: tracepoint("syscalls", "sys_enter_getpriority"),'],
    remedy: 'call it as the function behind SEC("…") in the .bpf.c is called; did you mean on_call?',
  },
  {
    name: "a constant that is not there",
    changes: [[contract, "least_times:", "lest_times:"]],
    title: /^mine: configure variable lest_times: not in the object/,
    places: ["src/probe.ts:17: constants: ({ least }) => ({ lest_times: least }),"],
    remedy: "declare it in the .bpf.c outside of functions, or take it out of the contract's constants",
  },
  {
    name: "a map that is not there",
    changes: [[contract, "constants:", "maps: () => ({ cals: { maxEntries: 16 } }),\n  constants:"]],
    title: /^mine: configure map cals: not in the object; it has .*\bcalls\b/,
    places: ["src/probe.ts:17: maps: () => ({ cals: { maxEntries: 16 } }),"],
    remedy: "declare it in the .bpf.c, or take it out of the contract's maps; did you mean calls?",
  },
  {
    name: "several, of which one has help",
    changes: [
      [program, "times = count_call();", "times = count_call(;"],
      [program, "probe_submit(event);", "probe_submi(event);"],
    ],
    title: /^compile bpf\/mine\.bpf\.c: expected expression/,
    places: ["bpf/mine.bpf.c:39:21: times = count_call(;"],
    remedy: undefined,
  },
  {
    name: "a function's name that is misspelt",
    changes: [[program, "probe_submit(event);", "probe_submi(event);"]],
    title: /^compile bpf\/mine\.bpf\.c: call to undeclared function 'probe_submi'/,
    places: ["bpf/mine.bpf.c:49:2: probe_submi(event);"],
    remedy: "did you mean probe_submit?",
  },
  {
    name: "a target that is unknown",
    changes: [[contract, '"sys_enter_getpriority"', '"sys_enter_getpriorty"']],
    title: /^mine: attach on_call to syscalls:sys_enter_getpriorty: this kernel has no such target$/,
    places: [
      'src/probe.ts:14: on_call: tracepoint("syscalls", "sys_enter_getpriorty"),',
      "bpf/mine.bpf.c:32: int on_call(struct trace_event_raw_sys_enter *ctx)",
    ],
    remedy:
      "correct the target's name (/sys/kernel/tracing/events/syscalls has this kernel's), or add a plan for kernels without it",
  },
  {
    name: "a ring that is not declared: headers of which one is missing",
    changes: [[program, includes, including(...bpfHeaders, "probekit/wire.h", "probekit/config.bpf.h")]],
    title: /^compile bpf\/mine\.bpf\.c: call to undeclared function 'probe_filter'/,
    places: ["bpf/mine.bpf.c:41:7: if (!probe_filter())"],
    remedy: "begin the .bpf.c with #include <probekit/probe.bpf.h>, which brings all that a probe needs",
  },
  {
    name: "a ring that is not the session's",
    changes: [
      [
        program,
        "\nstruct {",
        '\nstruct {\n\t__uint(type, BPF_MAP_TYPE_RINGBUF);\n\t__uint(max_entries, 4096);\n} events SEC(".maps");\n\nstruct {',
      ],
    ],
    title: /^mine: bind map events: it is a ring of the probe's own, which nobody reads; send records by /,
    places: ['bpf/mine.bpf.c:14: } events SEC(".maps");'],
    remedy: undefined,
  },
  {
    name: "a stack that is too big",
    changes: [
      [
        program,
        "\t__u64 times;\n\n\tif",
        "\t__u64 times;\n\tchar path[4096] = {};\n\n\tbpf_get_current_comm(path, sizeof(path));\n\tif",
      ],
    ],
    title: /^compile bpf\/mine\.bpf\.c: A call to built-in function 'memset' is not supported/,
    places: ["bpf/mine.bpf.c:36:7: char path[4096] = {};"],
    remedy: "keep large things in a per-CPU array map, or in the record that probe_record_begin() gives",
  },
  {
    name: "a map lookup that is not checked",
    changes: [[program, "\tif (!times)\n\t\treturn 0;\n", ""]],
    title: /^mine: load on_call of mine\.bpf\.o: EACCES: R0 invalid mem access 'map_value_or_null'$/,
    places: ["bpf/mine.bpf.c:26:9: return ++*times; /* no other thread has this one */"],
    remedy: "check the result of bpf_map_lookup_elem(&calls, …) before use: if (!value) return 0;",
  },
  {
    name: "a loop without an end",
    changes: [
      [program, setTimes, "\twhile (bpf_ktime_get_ns() != 1)\n\t\ttimes++;\n\tevent->times = times;"],
    ],
    title: /^mine: load on_call of mine\.bpf\.o: EINVAL: infinite loop detected at insn \d+$/,
    places: ["bpf/mine.bpf.c:46:9: while (bpf_ktime_get_ns() != 1)"],
    remedy:
      "give the loop an end that is a constant: for (int i = 0; i < 64 && …; i++), with its state in a map where the body is long",
  },
  {
    name: "a kernel pointer that is followed without CO-RE",
    changes: [[program, setTimes, "\tevent->times = ((struct task_struct *)bpf_get_current_task())->pid;"]],
    title: /^mine: load on_call of mine\.bpf\.o: EACCES: R\d invalid mem access 'scalar'$/,
    places: ["bpf/mine.bpf.c:46:65: event->times = ((struct task_struct *)bpf_get_current_task())->pid;"],
    remedy:
      "read a kernel struct by BPF_CORE_READ(pointer, member), a process's memory by bpf_probe_read_user()",
  },
  {
    name: "a member that this kernel's struct does not have",
    changes: [
      [
        program,
        "static __always_inline __u64 count_call",
        "struct task_struct___mine {\n\t__u64 no_such_member;\n} __attribute__((preserve_access_index));\n\nstatic __always_inline __u64 count_call",
      ],
      [
        program,
        setTimes,
        "\tstruct task_struct___mine *task = (void *)bpf_get_current_task();\n\n\tevent->times = BPF_CORE_READ(task, no_such_member);",
      ],
    ],
    title: /: this kernel has no struct task_struct\.no_such_member$/,
    places: ["bpf/mine.bpf.c:52: event->times = BPF_CORE_READ(task, no_such_member);"],
    remedy: "ask bpf_core_field_exists(pointer->member) first, or write a plan for kernels that have it",
  },
  {
    name: "an index without a bound",
    changes: [[program, setTimes, "\tevent->times = times;\n\t((char *)event)[ctx->args[0]] = 1;"]],
    title: /: math between \w+ pointer and register with unbounded min value is not allowed$/,
    places: ["bpf/mine.bpf.c:47:2: ((char *)event)[ctx->args[0]] = 1;"],
    remedy: "compare the number with the size right before it is used: if (at >= sizeof(buffer)) return 0;",
  },
  {
    name: "a helper of another type of program",
    changes: [[program, setTimes, "\tevent->times = bpf_get_socket_cookie(ctx);"]],
    title: /: program of this type cannot use helper bpf_get_socket_cookie#46$/,
    places: ["bpf/mine.bpf.c:46:17: event->times = bpf_get_socket_cookie(ctx);"],
    remedy: "use another helper, or another kind of program; bpf-helpers(7) says which has what",
  },
  {
    name: "a license that is missing",
    changes: [
      [program, includes, including(...bpfHeaders, "probekit/record.bpf.h", "probekit/filter.bpf.h")],
    ],
    title: /: cannot call GPL-restricted function from non-GPL compatible program$/,
    places: [
      "bpf/mine.bpf.c:49: probe_fill_context(&event->context);",
      expect.stringMatching(/^probekit\/task\.bpf\.h:\d+:\d+: .*bpf_get_current_task\(\);$/),
    ],
    remedy:
      'include <probekit/probe.bpf.h>, which declares it, or add: char LICENSE[] SEC("license") = "GPL";',
  },
  {
    name: "a record that is not submitted",
    changes: [[program, "\tprobe_submit(event);\n", ""]],
    title: /reference leak$/,
    places: [
      "bpf/mine.bpf.c:42: event = probe_reserve(struct mine_asked, MINE_EVENT_ASKED);",
      expect.stringMatching(/^probekit\/record\.bpf\.h:\d+:\d+: .*bpf_ringbuf_reserve/),
    ],
    remedy: "end every way out behind probe_reserve() with probe_submit(event)",
  },
  {
    name: "a record that is not checked",
    changes: [[program, "\tif (!event)\n\t\treturn 0;\n", ""]],
    title: /: R\d invalid mem access 'scalar'$/,
    places: [
      "bpf/mine.bpf.c:43: probe_fill_context(&event->context);",
      expect.stringMatching(/^probekit\/context\.bpf\.h:\d+:\d+: context->/),
    ],
    remedy: "check the result of the call that it comes from before use: if (!value) return 0;",
  },
];

const told = ({ places }: BuildProblem) => places.map((place) => `${placeText(place)}: ${place.text}`);

describe("a mistake in an author's package", () => {
  test("is not told where there is none", async () => {
    const { error, programs } = await trialOf(authorPackage());
    expect(error).toBeUndefined();
    expect(programs).toEqual([
      { name: "on_call", instructions: expect.any(Number), verifiedInstructions: expect.any(Number) },
    ]);
    expect(programs[0]?.instructions).toBeGreaterThan(50);
  });

  test.each(mistakes)("$name", async ({ changes, title, places, remedy }) => {
    const problem = await problemOf(authorPackage(...changes));
    expect(problem.title).toMatch(title);
    expect({ places: told(problem), remedy: problem.remedy }).toEqual({ places, remedy });
  });

  test("is found where an older kernel prints neither file nor line", async () => {
    const folder = authorPackage([program, "\tif (!times)\n\t\treturn 0;\n", ""]);
    const { error } = await trialOf(folder);
    const log = error?.log.replace(/ @ \S+:\d+$/gm, "") ?? "";
    expect(log).toContain("; return ++*times; /* no other thread has this one */\n");
    const older = new ProbeError("ERR_LOAD", { object: "mine.bpf.o", message: "", log });
    expect(told(explainBuildError(older, folder))).toEqual([
      "bpf/mine.bpf.c:26:9: return ++*times; /* no other thread has this one */",
    ]);
  });

  test("is found in a folder that is named through a link, beside an editor's lock", async () => {
    const folder = authorPackage([program, "probe_submit(event);", "probe_submit(event)"]);
    const link = `${folder}-link`;
    symlinkSync(folder, link);
    onTestFinished(() => rmSync(link));
    symlinkSync("nobody@nowhere", path.join(folder, "bpf/.#mine.h"));
    expect(told(await problemOf(link))).toEqual([
      expect.stringMatching(/^bpf\/mine\.bpf\.c:49:21: probe_submit/),
    ]);
  });

  test("leaves the manifest as it was", async () => {
    const folder = authorPackage();
    await buildProbe(folder, kernel);
    const manifest = readFileSync(path.join(folder, "probe.json"), "utf8");
    expect(JSON.parse(manifest)).toMatchObject({ name: "mine", object: "./bpf/mine.bpf.o" });
  });
});
