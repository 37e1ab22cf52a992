/**
 * Every code that a {@link ProbeError} can carry, with what it means and the way out.
 * `docs/errors.md` is generated from this table.
 */
export const errorCodes = {
  ERR_CONTRACT: {
    meaning: "A probe's contract contradicts itself or its BPF object.",
    fix: "Correct the probe's `defineProbe` call or its `.bpf.c`; the message names the member.",
  },
  ERR_PACKAGE: {
    meaning: "A folder cannot be built as a probe package.",
    fix: "Give the folder what the message says that it lacks; `probe new` makes a package that has all.",
  },
  ERR_RECORD_LAYOUT: {
    meaning: "A record declared in TypeScript does not fit the struct in the BPF object.",
    fix: "Change one of the two; the message names struct, field, what was expected and what was found.",
  },
  ERR_API_VERSION: {
    meaning: "A probe was written for another version of the contract.",
    fix: "Install versions of the probe and of @probekit/core that belong together.",
  },
  ERR_OPTION: {
    meaning: "An option of a probe or of the session has an impossible value.",
    fix: "The message names the option, what was expected and what came.",
  },
  ERR_OBJECT: {
    meaning: "A BPF object could not be read.",
    fix: "Build the probe again; the message names the file.",
  },
  ERR_LOAD_DENIED: {
    meaning: "The kernel refused to load a program for lack of rights or by its own hardening.",
    fix: "Run as root or with CAP_BPF and CAP_PERFMON; `probe doctor` shows what this kernel refuses.",
  },
  ERR_LOAD: {
    meaning:
      "The kernel could not load a BPF object: no memory, a missing feature, or a program that it rejects.",
    fix: "The message has the verifier's last line and `log` all of it.",
  },
  ERR_KERNEL_TYPE: {
    meaning:
      "A program reads a member of a kernel struct, or a value of an enum, that this kernel does not have. What only its modules have is not looked at.",
    fix: "Use another plan, or report the kernel's version to the probe's author; the message names what is missing.",
  },
  ERR_ATTACH: {
    meaning: "A program could not be attached to its target.",
    fix: "The message names the target; `probe doctor` shows which targets this kernel has.",
  },
  ERR_ARGUMENT: {
    meaning: "An attach target of this kernel has no argument of the type that a program needs.",
    fix: "Use another plan; please report the kernel's version to the probe's author.",
  },
  ERR_NO_PLAN: {
    meaning: "None of a probe's attach plans works on this kernel.",
    fix: "The message has each plan's reason; `probe doctor` explains them.",
  },
  ERR_UNKNOWN_PLAN: {
    meaning: "A probe has no attach plan of the name that was asked for.",
    fix: "The message lists the plans that it has.",
  },
  ERR_DUPLICATE_PROBE: {
    meaning: "Two probes of one session have the same name.",
    fix: "Leave one of them out.",
  },
  ERR_FOLLOW: {
    meaning: "A process could not be added to those that a session follows.",
    fix: "The message names the process and the reason; a larger `maxFollowed` makes room for more.",
  },
  ERR_BUSY: {
    meaning: "A session was read in two places at once: each event can go to one of them only.",
    fix: "Read it in one loop; an iterator that was left without `return()` still counts as reading.",
  },
  ERR_CLOSED: {
    meaning: "A method was called on a session that has been closed.",
    fix: "Open a new session.",
  },
} as const satisfies Record<`ERR_${string}`, { meaning: string; fix: string }>;

export type ErrorCode = keyof typeof errorCodes;
