import { expect, test } from "vitest";
import { verifierReason } from "../../../src/errors/verifier-log.js";

test.each([
  [
    "a bad access",
    `func#0 @0
0: R1=ctx() R10=fp0
; return *(int *)0; @ x.bpf.c:3
0: (b7) r1 = 0                        ; R1=0
1: (61) r0 = *(u32 *)(r1 +0)
R1 invalid mem access 'scalar'
processed 2 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0`,
    "R1 invalid mem access 'scalar'",
  ],
  [
    "a refusal without a word of the verifier",
    `libbpf: prog 'fentry_open': BPF program load failed: Operation not permitted
libbpf: permission error while running as root; try raising 'ulimit -l'? current value: 8.0 MiB
libbpf: prog 'fentry_open': failed to load: -1
libbpf: failed to load object 'filelife'`,
    "",
  ],
  ["nothing", "", ""],
])("%s", (_, log, reason) => {
  expect(verifierReason(log)).toBe(reason);
});
