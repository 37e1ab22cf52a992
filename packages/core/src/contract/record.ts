import type { Fields, FieldValues } from "./fields.js";

/** How events of one type are read from the records of one struct. */
export interface RecordSpec<F extends Fields = Fields> {
  /** The struct's tag in the BPF object. It begins with `struct probe_header`. */
  readonly struct: string;
  readonly describe: string;
  readonly fields: F;
  /** Not sent unless a session asks for it. */
  readonly optIn: boolean;
}

/**
 * Declares the events that come as `struct <structName>`.
 *
 * Each field is looked up in the object's BTF when the probe is built, tested and loaded. A
 * struct with a member of type `struct probe_context` gives its events the fields of
 * {@link EventContext} too.
 *
 * @param options.optIn for events that are many, or wanted by few: off unless asked for
 */
export function record<const F extends Fields>(
  structName: string,
  describe: string,
  fields: F,
  options: { readonly optIn?: boolean } = {},
): RecordSpec<F> {
  return { struct: structName, describe, fields, optIn: options.optIn ?? false };
}

/** What every event has. */
export interface EventBase {
  readonly probe: string;
  readonly event: string;
  /** When it happened, in the kernel: epoch milliseconds, with a fraction to the microsecond. */
  readonly timeMs: number;
}

/** Who did it. */
export interface EventContext {
  /** The process (thread group), in the host's numbering. */
  readonly pid: number;
  /** The thread. */
  readonly tid: number;
  readonly ppid: number;
  readonly uid: number;
  readonly gid: number;
  /** The user's name where the session runs, `null` for one without. Only with the session's `names` option. */
  readonly user?: string | null;
  /** The group's, in the same way. */
  readonly group?: string | null;
  /** The thread's name, at most 15 bytes. */
  readonly comm: string;
  /** Only with the session's `namespaces` option, like all that follow. */
  readonly cgroupId?: bigint;
  readonly pidNs?: number;
  readonly mntNs?: number;
  /** The process as numbered in its own pid namespace. */
  readonly nsPid?: number;
  readonly nsTid?: number;
  /** 0 when the parent is outside that namespace. */
  readonly nsPpid?: number;
  /** Of the cgroup (v2), from where it is mounted; `null` when that is not known. */
  readonly cgroupPath?: string | null;
  /** The container's id, by the cgroup's path; `null` on the host. */
  readonly container?: string | null;
  /** The uid of the container's Kubernetes pod, by the same; `null` outside of Kubernetes. */
  readonly podUid?: string | null;
}

export type EventOf<R extends RecordSpec> =
  R extends RecordSpec<infer F> ? EventContext & FieldValues<F> : never;
