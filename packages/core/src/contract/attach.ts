import { ProbeError } from "../errors/probe-error.js";

/**
 * Where the programs of a BPF object are attached. The program's section in C says its type;
 * a descriptor says the same in the contract, so that the two can be held together, and adds
 * what C cannot know: which arguments are needed and what may be missing.
 */
export type AttachKind =
  | "tracepoint"
  | "rawTracepoint"
  | "tpBtf"
  | "fentry"
  | "fexit"
  | "lsm"
  | "kprobe"
  | "kretprobe"
  | "ksyscall"
  | "kretsyscall"
  | "uprobe"
  | "uretprobe"
  | "usdt"
  | "cgroup"
  | "perfEvent"
  | "iter";

/** Whether libbpf resolves the target, by BTF, when the object is loaded: a program has one. */
export function isBtfTarget(kind: AttachKind): boolean {
  return kind === "tpBtf" || kind === "fentry" || kind === "fexit" || kind === "lsm";
}

export interface AttachOptions {
  /**
   * Arguments of the target that the program reads with `ARG(program, name)`, by their C type:
   * `{ dentry: "struct dentry *" }`. Their positions come from this kernel's BTF. Arguments of
   * one type are named in their order, and all of them. The type `return` stands for the
   * result, which `fexit` and `lsm` programs find behind the arguments. A kprobe reads
   * the first 6 arguments, a raw tracepoint or BTF-typed program the first 7, others none.
   */
  readonly args?: Readonly<Record<string, string>>;
  /** A plan works without this program when its target, or an argument of it, does not exist. */
  readonly optional?: boolean;
  /**
   * Programs with the same word here stand for each other, on kernels whose functions differ:
   * those whose target or arguments do not exist are left out, and at least one must be left.
   */
  readonly alternative?: string;
  /**
   * Events and tables, by name, that the program is for: where a session wants none of them, it
   * is not loaded. Default: it is always needed.
   */
  readonly events?: readonly string[];
}

export interface AttachSpec extends AttachOptions {
  readonly kind: AttachKind;
  /** As in messages: `syscalls:sys_exit_execve`, `vfs_unlink`. */
  readonly target: string;
  /** For user-space targets: the file. */
  readonly path?: string;
  /** For `perfEvent`. */
  readonly sample?: { readonly eventType: number; readonly config: bigint; readonly frequencyHz: number };
}

/** A classic tracepoint, `category:name` below tracefs' `events`. */
export const tracepoint = (category: string, name: string, options: AttachOptions = {}): AttachSpec => ({
  kind: "tracepoint",
  target: `${category}:${name}`,
  ...options,
});

/** A raw tracepoint, without BTF types. */
export const rawTracepoint = (name: string, options: AttachOptions = {}): AttachSpec => ({
  kind: "rawTracepoint",
  target: name,
  ...options,
});

/** A raw tracepoint whose arguments are typed by BTF (`SEC("tp_btf/…")`). */
export const tpBtf = (name: string, options: AttachOptions = {}): AttachSpec => ({
  kind: "tpBtf",
  target: name,
  ...options,
});

/** The entry of a kernel function, by the BPF trampoline. */
export const fentry = (functionName: string, options: AttachOptions = {}): AttachSpec => ({
  kind: "fentry",
  target: functionName,
  ...options,
});

/** The return of a kernel function, with its arguments and result. */
export const fexit = (functionName: string, options: AttachOptions = {}): AttachSpec => ({
  kind: "fexit",
  target: functionName,
  ...options,
});

/** An LSM hook, `file_open` for `security_file_open`. Needs `bpf` among the kernel's active LSMs. */
export const lsm = (hook: string, options: AttachOptions = {}): AttachSpec => ({
  kind: "lsm",
  target: hook,
  ...options,
});

export const kprobe = (functionName: string, options: AttachOptions = {}): AttachSpec => ({
  kind: "kprobe",
  target: functionName,
  ...options,
});

export const kretprobe = (functionName: string, options: AttachOptions = {}): AttachSpec => ({
  kind: "kretprobe",
  target: functionName,
  ...options,
});

/** A system call's entry by its name, whatever this kernel calls the function. */
export const ksyscall = (syscall: string, options: AttachOptions = {}): AttachSpec => ({
  kind: "ksyscall",
  target: syscall,
  ...options,
});

export const kretsyscall = (syscall: string, options: AttachOptions = {}): AttachSpec => ({
  kind: "kretsyscall",
  target: syscall,
  ...options,
});

/** A function of an ELF file; `path` may be a bare library name such as `libc.so.6`. */
export const uprobe = (path: string, functionName: string, options: AttachOptions = {}): AttachSpec => ({
  kind: "uprobe",
  target: functionName,
  path,
  ...options,
});

export const uretprobe = (path: string, functionName: string, options: AttachOptions = {}): AttachSpec => ({
  kind: "uretprobe",
  target: functionName,
  path,
  ...options,
});

/** A statically defined probe, `provider:name`. */
export const usdt = (
  path: string,
  provider: string,
  name: string,
  options: AttachOptions = {},
): AttachSpec => ({
  kind: "usdt",
  target: `${provider}:${name}`,
  path,
  ...options,
});

/** A cgroup v2 directory. */
export const cgroup = (path: string, options: AttachOptions = {}): AttachSpec => ({
  kind: "cgroup",
  target: path,
  path,
  ...options,
});

/** Samples of a perf event, on each CPU that is online when the session opens. */
export const perfEvent = (
  sample: NonNullable<AttachSpec["sample"]>,
  options: AttachOptions = {},
): AttachSpec => ({ kind: "perfEvent", target: `${sample.eventType}:${sample.config}`, sample, ...options });

/** A BPF iterator over `task`, `bpf_map`, … */
export const iter = (target: string, options: AttachOptions = {}): AttachSpec => ({
  kind: "iter",
  target,
  ...options,
});

/** One way of attaching a probe, used whole or not at all. */
export interface AttachPlan {
  readonly name: string;
  /** By the programs' names in the BPF object; a program can have several targets. */
  readonly programs: Readonly<Record<string, readonly AttachSpec[]>>;
  /** What this plan does not see, a sentence each. Empty for a plan without limits. */
  readonly limits: readonly string[];
  /** Values of variables of the object when this plan is used. */
  readonly constants: Constants;
}

/** Values for the object's `const volatile` variables, by name; a list for an array, whole. */
export type Constants = Readonly<Record<string, Constant | readonly Constant[]>>;
export type Constant = number | bigint | boolean;

/**
 * Declares a plan.
 *
 * @param programs where each program goes. A program with several targets is one of a kind
 * that does not name its target in C, such as `SEC("tracepoint")`.
 * @throws {ProbeError} `ERR_CONTRACT` for several targets of a program that can have only one
 */
export function plan(
  name: string,
  programs: Readonly<Record<string, AttachSpec | readonly AttachSpec[]>>,
  options: { readonly limits?: readonly string[]; readonly constants?: Constants } = {},
): AttachPlan {
  const listed = Object.entries(programs).map(([program, specs]) => [program, [specs].flat()] as const);
  for (const [program, specs] of listed) {
    const fixed = specs.find(({ kind }) => isBtfTarget(kind) || kind === "iter");
    if (!fixed || specs.length === 1) continue;
    throw new ProbeError("ERR_CONTRACT", {
      operation: "define",
      object: `plan ${name}, program ${program}`,
      message: `a ${fixed.kind} program is loaded for one target, got ${specs.map(({ target }) => target).join(", ")}; write a program for each`,
    });
  }
  return {
    name,
    programs: Object.fromEntries(listed),
    limits: options.limits ?? [],
    constants: options.constants ?? {},
  };
}
