import { describe, expect, test } from "vitest";
import { explainVerifier } from "../../../src/build/problems/verifier-explanations.js";
import { readVerifierLog } from "../../../src/build/problems/verifier-report.js";

/** A log as libbpf prints it, of one step and what the verifier says to it. */
const logOf = (state: string, ...message: string[]) => `libbpf: prog 'on_call': BPF program load failed: Invalid argument
libbpf: prog 'on_call': -- BEGIN PROG LOAD LOG --
0: R1=ctx() R10=fp0
; value->count++; @ mine.bpf.c:31
7: (85) call bpf_helper#1          ; ${state}
8: (79) r1 = *(u64 *)(r0 +0)
${message.join("\n")}
processed 9 insns (limit 1000000) max_states_per_insn 0 total_states 1 peak_states 1 mark_read 0
-- END PROG LOAD LOG --
libbpf: prog 'on_call': failed to load: -22
libbpf: failed to load object 'mine'
`;

const explain = (state: string, ...message: string[]) => explainVerifier(readVerifierLog(logOf(state, ...message)));

describe("a message of the verifier is explained", () => {
  test.each<[string, string, RegExp, RegExp]>([
    ["", "BPF_STX uses reserved fields", /before Linux 5\.12 can add atomically/, /__sync_fetch_and_add/],
    [
      "R0=map_value_or_null(id=2,map=calls,ks=4,vs=8)",
      "R0 invalid mem access 'map_value_or_null'",
      /^R0 may be null: .* bpf_map_lookup_elem\(&calls, …\)$/,
      /^check the result of bpf_map_lookup_elem/,
    ],
    [
      "R0_w=map_value_or_null(id=1,off=0,ks=4,vs=8,imm=0)",
      "R0 invalid mem access 'map_value_or_null'",
      /^R0 may be null: .* bpf_map_lookup_elem\(\)$/,
      /^check the result/,
    ],
    [
      "R6=ringbuf_mem_or_null(id=5,ref_obj_id=5,sz=96)",
      "R6 pointer arithmetic on ringbuf_mem_or_null prohibited, null-check it first",
      /^R6 may be null: .* probe_reserve\(\)$/,
      /^check the result/,
    ],
    ["R7=0", "R7 invalid mem access 'scalar'", /^R7 is null/, /^check the result/],
    ["R7_w=inv0", "R7 invalid mem access 'inv'", /^R7 is null/, /^check the result/],
    ["R0=inv(id=0)", "R0 invalid mem access 'inv'", /^R0 is a plain number/, /BPF_CORE_READ/],
    ["R0=scalar()", "R0 invalid mem access 'scalar'", /^R0 is a plain number/, /bpf_probe_read_user/],
    ["R6=ctx()", "dereference of modified ctx ptr R6 off=16 disallowed", /^R6 is the context/, /local variables/],
    ["R1=ctx()", "invalid bpf_context access off=72 size=8", /nothing at byte 72/, /no more arguments/],
    ["R0=0", "Unreleased reference id=5 alloc_insn=839", /not given back/, /probe_submit/],
    [
      "R0=0",
      "cannot call GPL-restricted function from non-GPL compatible program",
      /license/,
      /probekit\/probe\.bpf\.h/,
    ],
    ["R0=0", "cannot call GPL only function from proprietary program", /license/, /LICENSE/],
    ["R0=0", "unknown func bpf_get_socket_cookie#46", /bpf_get_socket_cookie\(\) is not there/, /bpf-helpers/],
    ["R0=0", "invalid func unknown#195896080", /no such member/, /bpf_core_field_exists/],
    [
      "R0=0",
      "failed to resolve CO-RE relocation <byte_off> [12] struct sock___old.gone (0:0 @ offset 0)",
      /^this kernel's struct sock has no member gone$/,
      /bpf_core_field_exists/,
    ],
    ["R0=0", "back-edge from insn 12 to 5", /every turn/, /constant/],
    ["R0=0", "infinite loop detected at insn 12", /every turn/, /constant/],
    ["R0=0", "The sequence of 8193 jumps is too complex.", /every turn/, /constant/],
    ["R0=0", "BPF program is too large. Processed 1000001 insn", /every turn/, /constant/],
    ["R0=0", "combined stack size of 2 calls is 544. Too large", /512 bytes/, /per-CPU array/],
    ["R0=0", "invalid indirect read from stack off -16+4 size 8", /nothing was written/, /^zero the whole/],
    ["R0=0", "R2 !read_ok", /^R2 has no value/, /where it is declared/],
    [
      "R0=0",
      "math between map_value pointer and register with unbounded min value is not allowed",
      /no bounds .* \(map_value\)$/,
      /^compare the number/,
    ],
    ["R0=0", "R2 unbounded memory access, use 'var &= const'", /no bounds/, /^compare the number/],
    ["R0=0", "invalid access to map value, value_size=8 off=8 size=8", /no bounds/, /^compare the number/],
    ["R0=0", "R2 type=scalar expected=fp, pkt, map_value", /^argument 2 .* fp or pkt or map_value$/, /copied/],
    ["R0=0", "At program exit the register R0 has smin=1 smax=1 should have been in [0, 0]", /returns/, /return 0/],
  ])("%s; %s", (state, message, reason, remedy) => {
    const explanation = explain(state, message);
    expect(explanation?.reason).toMatch(reason);
    expect(explanation?.remedy).toMatch(remedy);
  });

  test("but not one that is not known", () => {
    expect(explain("R0=0", "something that no kernel has said before")).toBeUndefined();
  });
});

describe("a verifier's log", () => {
  test("gives program, message, steps and registers", () => {
    const report = readVerifierLog(
      logOf("R0=scalar(smin=0) R6_w=inv(id=3)", "R0 is odd", "cur state: R0=7", "and more"),
    );
    expect(report).toMatchObject({ program: "on_call", message: "R0 is odd\nand more" });
    const source = { text: "value->count++;", file: "mine.bpf.c", line: 31 };
    expect(report.steps).toEqual([
      { instruction: 7, source },
      { instruction: 8, source },
    ]);
    expect(report.registers.get("R6")).toBe("inv(id=3)");
  });

  test("without a verifier's word has no message", () => {
    const refused = "libbpf: prog 'on_call': BPF program load failed: Operation not permitted\n";
    expect(readVerifierLog(refused)).toEqual({ program: "on_call", message: "", steps: [], registers: new Map() });
  });
});
