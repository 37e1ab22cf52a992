import { isKernelError, ProbeError } from "../errors/probe-error.js";
import { verifierReason } from "../errors/verifier-log.js";

/** Runs `action`; what the kernel refuses becomes a {@link ProbeError} that says what to do. */
export function loading<T>(probe: string, object: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    if (!isKernelError(cause)) throw cause;
    const details = { probe, operation: "load", object, errno: cause.errno, log: cause.log, cause };
    const reason = verifierReason(cause.log);
    /* EPERM is about rights, lockdown or hardening; the verifier says EACCES or EINVAL and why. */
    if (cause.errno === "EPERM") {
      throw new ProbeError("ERR_LOAD_DENIED", {
        ...details,
        message: `${reason || "the kernel refuses this kind of program"}: with all rights, by its own hardening; \`probe doctor\` shows which rights are missing`,
      });
    }
    const type = missingType(cause.log);
    if (type !== undefined) {
      throw new ProbeError("ERR_KERNEL_TYPE", { ...details, message: `this kernel has no ${type}` });
    }
    throw new ProbeError("ERR_LOAD", { ...details, message: reason || cause.message });
  }
}

/** What a program's relocation was about that the verifier has come to; libbpf says it in its log. */
function missingType(log: string): string | undefined {
  const relocation =
    /failed to resolve CO-RE relocation <\w+> \[\d+\] (?:typedef )?((?:struct |union |enum )?[\w.:[\]]+)/;
  /* A flavour's mark is the program's own. */
  return relocation.exec(log)?.[1]?.replace(/___\w+/, "");
}

export function attaching<T>(probe: string, program: string, target: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    if (!isKernelError(cause)) throw cause;
    throw new ProbeError("ERR_ATTACH", {
      probe,
      operation: "attach",
      object: `${program} to ${target}`,
      errno: cause.errno,
      log: cause.log,
      message: attachAdvice(cause.errno),
      cause,
    });
  }
}

function attachAdvice(errno: string): string {
  switch (errno) {
    case "ENOENT":
      return "this kernel has no such target";
    case "EACCES":
      return "not allowed, or the program reads arguments that the tracepoint does not have; `probe doctor` shows whether rights are missing";
    case "EPERM":
      return "not allowed; `probe doctor` shows whether rights are missing";
    case "EOPNOTSUPP":
    case "ENODEV":
    case "ENOTSUPP":
      return "this kernel was built without that kind of probe";
    default:
      return "`probe doctor` shows which targets this kernel has";
  }
}
