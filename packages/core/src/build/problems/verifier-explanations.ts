import type { VerifierReport } from "./verifier-report.js";

export interface Explanation {
  /** What the verifier means, with what it knew of the register. */
  readonly reason: string;
  readonly remedy: string;
}

interface Known {
  readonly pattern: RegExp;
  /** `undefined` where the register's state says that it is another mistake. */
  readonly explain: (match: RegExpExecArray, report: VerifierReport) => Explanation | undefined;
}

const boundRemedy =
  "compare the number with the size right before it is used: if (at >= sizeof(buffer)) return 0;";
const nullRemedy = (call: string) => `check the result of ${call} before use: if (!value) return 0;`;

/**
 * Messages of kernel/bpf/verifier.c that authors meet, the particular before the general.
 * Words of old kernels (`inv` for what is `scalar` since Linux 5.18) are among them.
 */
const known: readonly Known[] = [
  {
    pattern: /(R\d+) (?:invalid mem access|pointer arithmetic on) '?(\w+)_or_null/,
    explain: ([, register = "", kind = ""], { registers }) => {
      const map = /\bmap=(\w+)/.exec(registers.get(register) ?? "")?.[1];
      const call = callThatMayFail(kind, map);
      return { reason: `${register} may be null: it is the result of ${call}`, remedy: nullRemedy(call) };
    },
  },
  {
    pattern: /(R\d+) invalid mem access '(?:scalar|inv)'/,
    explain: ([, register = ""], { registers }) =>
      isNull(registers.get(register))
        ? {
            reason: `${register} is null on this way through the program`,
            remedy: nullRemedy("the call that it comes from"),
          }
        : undefined,
  },
  {
    pattern: /(R\d+) invalid mem access '(?:scalar|inv)'/,
    explain: ([, register = ""]) => ({
      reason: `${register} is a plain number to the verifier, not memory that a program may read directly`,
      remedy:
        "read a kernel struct by BPF_CORE_READ(pointer, member), a process's memory by bpf_probe_read_user()",
    }),
  },
  {
    pattern: /dereference of modified ctx ptr (R\d+)/,
    explain: ([, register = ""]) => ({
      reason: `${register} is the context with something added to it, which the compiler did to save instructions`,
      remedy: "copy what you need of ctx into local variables at the beginning of the program",
    }),
  },
  {
    pattern: /invalid bpf_context access off=(\d+)/,
    explain: ([, offset]) => ({
      reason: `the target has nothing at byte ${offset} of its context`,
      remedy: "let the type of ctx be that of the target, and read no more arguments than that has",
    }),
  },
  {
    pattern: /Unreleased reference|reference leak/,
    explain: () => ({
      reason: "what was reserved in the ring is not given back on this way out",
      remedy: "end every way out behind probe_reserve() with probe_submit(event)",
    }),
  },
  {
    pattern: /GPL[- ](?:restricted|only)|non-GPL compatible/,
    explain: () => ({
      reason: "the helper is for programs under the GPL, and the object has no such license",
      remedy:
        'include <probekit/probe.bpf.h>, which declares it, or add: char LICENSE[] SEC("license") = "GPL";',
    }),
  },
  {
    pattern: /(?:invalid CO-RE relocation|unknown#195896080|failed to resolve CO-RE)(?:[\s\S]*struct (\w+?)(?:___\w+)?\.(\w+))?/,
    explain: ([, struct, member]) => ({
      reason: struct ? `this kernel's struct ${struct} has no member ${member}` : "this kernel's struct has no such member",
      remedy: "ask bpf_core_field_exists(pointer->member) first, or write a plan for kernels that have it",
    }),
  },
  {
    pattern: /(?:program of this type cannot use helper|unknown func|invalid func) (\w+)#\d+/,
    explain: ([, helper]) => ({
      reason: `${helper}() is not there for programs of this type, or not in this kernel`,
      remedy: "use another helper, or another kind of program; bpf-helpers(7) says which has what",
    }),
  },
  {
    pattern:
      /back-edge from insn|infinite loop detected|sequence of \d+ jumps is too complex|program is too (?:large|complex)|too many (?:states|jumps)/i,
    explain: () => ({
      reason: "the verifier walks every turn of a loop, and found no end of this one",
      remedy:
        "give the loop an end that is a constant: for (int i = 0; i < 64 && …; i++), with its state in a map where the body is long",
    }),
  },
  {
    pattern: /combined stack size|stack size \d+|invalid (?:variable-offset )?(?:write to|read from)? ?stack.*off=-?5[12]\d/i,
    explain: () => ({
      reason: "the stack of a BPF program has 512 bytes, for all functions that call each other",
      remedy: "keep large things in a per-CPU array map, or in the record that probe_record_begin() gives",
    }),
  },
  {
    pattern: /invalid (?:indirect )?read from stack/,
    explain: () => ({
      reason: "bytes of the stack are read that nothing was written to, padding perhaps",
      remedy: "zero the whole variable first: struct key key = {}; with padding __builtin_memset()",
    }),
  },
  {
    pattern: /BPF_(?:STX|ATOMIC) uses (?:reserved fields|invalid atomic opcode)/,
    explain: () => ({
      reason: "kernels before Linux 5.12 can add atomically, and cannot tell the result",
      remedy: "do not use what __sync_fetch_and_add() returns, and no other atomic operation, or write a plan for newer kernels",
    }),
  },
  {
    pattern: /(R\d+) !read_ok/,
    explain: ([, register = ""]) => ({
      reason: `${register} has no value on this way through the program`,
      remedy: "give the variable a value where it is declared",
    }),
  },
  {
    pattern:
      /math between (\w+) pointer and register|unbounded memory access|min value is (?:negative|outside)|max value is outside|invalid access to (?:map value|memory|stack)|unbounded (?:min|max) value/,
    explain: ([, kind]) => ({
      reason: `a number that the verifier knows no bounds of is added to a pointer${kind ? ` (${kind})` : ""}`,
      remedy: boundRemedy,
    }),
  },
  {
    pattern: /(R\d+) type=(\S+) expected=(.+)/,
    explain: ([, register = "", found = "", expected = ""]) => ({
      reason: `argument ${register.slice(1)} of the helper is ${found}, and must be ${expected.replaceAll(", ", " or ")}`,
      remedy:
        "pass a pointer into the stack, a map or the record; what the kernel or a process has is to be copied there first",
    }),
  },
  {
    pattern: /At program exit the register R0 has/,
    explain: () => ({ reason: "the program returns a value that its type does not allow", remedy: "return 0" }),
  },
];

/** Says in words what the verifier objects to, and what to do; `undefined` for what is not known. */
export function explainVerifier(report: VerifierReport): Explanation | undefined {
  for (const { pattern, explain } of known) {
    const match = pattern.exec(report.message);
    const explanation = match && explain(match, report);
    if (explanation) return explanation;
  }
  return undefined;
}

function callThatMayFail(kind: string, map: string | undefined): string {
  if (kind === "map_value") return map ? `bpf_map_lookup_elem(&${map}, …)` : "bpf_map_lookup_elem()";
  if (/^(ringbuf_|alloc_)?mem$/.test(kind)) return "probe_reserve()";
  return "the helper";
}

function isNull(state: string | undefined): boolean {
  return state !== undefined && /^(?:inv|P)?0$/.test(state);
}
