import { tpBtf } from "../contract/attach.js";
import { attemptAll } from "../errors/attempt-all.js";
import { isKernelError, ProbeError } from "../errors/probe-error.js";
import type { BtfStruct } from "../kernel/btf.js";
import type { BpfMap, Kernel, LoadedObject, OpenedObject } from "../kernel/kernel.js";
import { setArguments } from "../layout/set-arguments.js";
import { sessionObject } from "../objects.js";
import { setConfig } from "./config.js";
import type { EncodedFilter } from "./filter.js";
import { attaching, loading } from "./kernel-failure.js";
import { bindLogRecord, type LogLayout } from "./log.js";
import { inRange, type SessionSettings } from "./options.js";
import { openObject, requireLossStruct } from "./probe-object.js";
import { readObject } from "./read-object.js";

/** Maps of core's own object that every probe of a session uses in place of its own. */
const sharedMaps = [
  "probekit_ring",
  "probekit_filter_set",
  "probekit_followed",
  ".data.probekit_shared",
] as const;

const followPrograms = {
  follow_fork: tpBtf("sched_process_fork", {
    args: { parent: "struct task_struct *", child: "struct task_struct *" },
  }),
  follow_exit: tpBtf("sched_process_exit"),
};

/** The kernel's own limit (`PID_MAX_LIMIT`). */
const maxPid = 4194304;

/** Core's own BPF object: the ring, the filter's values, the followed process tree. */
export class SharedObject {
  readonly loaded: LoadedObject;
  readonly lossStruct: BtfStruct;
  readonly logLayout: LogLayout;
  readonly #maps = new Map<string, BpfMap>();
  readonly #maxFollowed: number;

  constructor(kernel: Kernel, settings: SessionSettings, filter: EncodedFilter) {
    const object = openObject(kernel, "session", readObject("session", sessionObject));
    try {
      object.setMaxEntries("probekit_ring", settings.bufferSizeBytes);
      object.setMaxEntries("probekit_filter_set", Math.max(1, filter.keys.length));
      object.setMaxEntries("probekit_followed", settings.follow ? settings.maxFollowed : 1);
      this.lossStruct = requireLossStruct("session", object);
      this.logLayout = bindLogRecord(object.btf);
      const none = { namespaces: 0, filter_enabled: 0, filter_negated: 0, events_off: 0n };
      setConfig("session", object, { probe: 0, ...none });
      for (const [program, spec] of Object.entries(followPrograms)) {
        object.setAutoload(program, settings.follow);
        if (settings.follow) setArguments("session", program, [spec], object, kernel);
      }
      this.loaded = loading("session", "session.bpf.o", () => object.load());
    } finally {
      object.close();
    }
    this.#maxFollowed = settings.maxFollowed;
    try {
      for (const name of sharedMaps) this.#maps.set(name, this.loaded.map(name));
      for (const key of filter.keys) this.map("probekit_filter_set").update(key, Uint8Array.of(1));
      if (settings.follow) this.#attachFollow();
    } catch (error) {
      attemptAll([() => this.close()]);
      throw error;
    }
  }

  #attachFollow(): void {
    for (const [program, spec] of Object.entries(followPrograms)) {
      attaching("session", program, spec.target, () => this.loaded.attach(program, { type: "section" }));
    }
  }

  map(name: (typeof sharedMaps)[number]): BpfMap {
    return this.#maps.get(name) as BpfMap;
  }

  /** Lets a probe's object use the session's maps. */
  shareWith(object: OpenedObject): void {
    for (const name of sharedMaps) {
      if (object.maps.some((map) => map.name === name)) object.reuseMap(name, this.map(name));
    }
  }

  /** @throws {ProbeError} `ERR_OPTION`, `ERR_FOLLOW` */
  follow(pid: number): void {
    const key = Buffer.alloc(4);
    key.writeUInt32LE(inRange("follow", "process id", pid, 1, maxPid));
    try {
      this.map("probekit_followed").update(key, Uint8Array.of(1));
    } catch (cause) {
      if (!isKernelError(cause)) throw cause;
      const isFull = cause.errno === "E2BIG";
      throw new ProbeError("ERR_FOLLOW", {
        operation: "follow",
        object: `process ${pid}`,
        errno: cause.errno,
        message: isFull
          ? `no more than ${this.#maxFollowed} processes can be followed at one time (maxFollowed)`
          : cause.message,
        cause,
      });
    }
  }

  /** @throws {AggregateError} */
  close(): void {
    const errors = attemptAll([...this.#maps.values(), this.loaded].map((part) => () => part.close()));
    if (errors.length > 0) throw new AggregateError(errors, "the session's object could not be closed");
  }
}
