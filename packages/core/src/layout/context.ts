import { type Fields, id, integer, text } from "../contract/fields.js";

/** The fields that {@link EventContext} gives an event, placed by the object's `struct probe_context`. */
export interface ContextFields<T> {
  readonly always: T;
  /** With the session's `namespaces` option. */
  readonly onRequest: T;
}

/** @param member the record's member of type `struct probe_context` */
export function contextFields(member: string): ContextFields<Fields> {
  const from = (name: string) => ({ from: `${member}.${name}` });
  return {
    always: {
      pid: integer(from("pid")),
      tid: integer(from("tid")),
      ppid: integer(from("ppid")),
      uid: integer(from("uid")),
      gid: integer(from("gid")),
      comm: text(from("comm")),
    },
    onRequest: {
      cgroupId: id(from("cgroup_id")),
      pidNs: integer(from("pid_ns")),
      mntNs: integer(from("mnt_ns")),
      nsPid: integer(from("ns_pid")),
      nsTid: integer(from("ns_tid")),
      nsPpid: integer(from("ns_ppid")),
    },
  };
}
