import type { KernelError } from "../kernel/kernel.js";
import type { ErrorCode } from "./registry.js";

export interface ProbeErrorDetails {
  /** The probe's name; left out where the fault is the session's. */
  readonly probe?: string | undefined;
  /** What was being done: `load`, `attach`, `bind`, … */
  readonly operation?: string | undefined;
  /** What it was done to: a file, a program, a struct. */
  readonly object?: string | undefined;
  /** The errno's name. */
  readonly errno?: string | undefined;
  /** What is wrong, and what to do. */
  readonly message: string;
  /** The verifier's log, or whatever else libbpf printed. */
  readonly log?: string | undefined;
  readonly cause?: unknown;
}

/**
 * The one error class of probekit.
 *
 * The message reads `probe: operation object: errno: what to do`, without the parts that are
 * not known; each part is a property as well.
 */
export class ProbeError extends Error {
  override readonly name = "ProbeError";
  readonly code: ErrorCode;
  readonly probe: string | undefined;
  readonly operation: string | undefined;
  readonly object: string | undefined;
  readonly errno: string | undefined;
  /** What is wrong and what to do, without the parts above. */
  readonly reason: string;
  /** Empty when there is none. */
  readonly log: string;

  constructor(code: ErrorCode, details: ProbeErrorDetails) {
    super(compose(details), { cause: details.cause });
    this.code = code;
    this.probe = details.probe;
    this.operation = details.operation;
    this.object = details.object;
    this.errno = details.errno;
    this.reason = details.message;
    this.log = details.log ?? "";
  }
}

function compose({ probe, operation, object, errno, message }: ProbeErrorDetails): string {
  const action = [operation, object].filter(Boolean).join(" ");
  return [probe, action, errno, message].filter(Boolean).join(": ");
}

/** Whether `error` came from the kernel side of the library. */
export function isKernelError(error: unknown): error is KernelError {
  return error instanceof Error && "errno" in error && "syscall" in error && "log" in error;
}
