import { closeSync, openSync } from "node:fs";
import { type AttachSpec, tpBtf } from "../contract/attach.js";
import { attemptAll } from "../errors/attempt-all.js";
import type { BtfStruct } from "../kernel/btf.js";
import type { BpfMap, Kernel, Link, LoadedObject, OpenedObject } from "../kernel/kernel.js";
import { setArguments } from "../layout/set-arguments.js";
import { sessionObject } from "../objects.js";
import { bindCgroupRecord, type CgroupLayout } from "./cgroup-records.js";
import { type SessionConfig, setConfig } from "./config.js";
import type { EncodedFilter } from "./filter.js";
import { FollowedTree, followPrograms, forgetPrograms } from "./followed-tree.js";
import { attaching, loading } from "./kernel-failure.js";
import { bindLogRecord, type LogLayout } from "./log.js";
import type { SessionSettings } from "./options.js";
import { openObject, requireLossStruct } from "./probe-object.js";
import { readObject } from "./read-object.js";
import { maxVisibilityEntries, VisibilityMap, visibilityMapName } from "./visibility.js";

/** Maps of core's own object that every probe of a session uses in place of its own. */
const sharedMaps = [
  "probekit_ring",
  "probekit_filter_set",
  "probekit_followed",
  "probekit_cgroups",
  visibilityMapName,
  ".data.probekit_shared",
] as const;

const cgroupPrograms = {
  cgroup_made: tpBtf("cgroup_mkdir", { args: { cgroup: "struct cgroup *" } }),
  cgroup_removed: tpBtf("cgroup_rmdir", { args: { cgroup: "struct cgroup *" } }),
};

/**
 * Core's own BPF object: the ring, the filter's values, the followed process tree, what is hidden,
 * and the programs that tell of cgroups.
 */
export class SharedObject {
  readonly loaded: LoadedObject;
  readonly lossStruct: BtfStruct;
  readonly logLayout: LogLayout;
  readonly cgroupLayout: CgroupLayout;
  readonly visibility: VisibilityMap;
  readonly followed: FollowedTree;
  /** Of its own programs. Those that write to the ring must be detached for it to come to its end. */
  readonly links: readonly Link[];
  readonly #last: Readonly<Record<string, AttachSpec>>;
  readonly #maps = new Map<string, BpfMap>();

  constructor(kernel: Kernel, settings: SessionSettings, filter: EncodedFilter, config: SessionConfig) {
    const cgroups = [...filter.cgroups, ...filter.containers];
    const first = {
      ...(settings.follow && followPrograms),
      ...(settings.namespaces && cgroupPrograms),
    };
    this.#last = settings.follow ? forgetPrograms : {};
    const programs = { ...first, ...this.#last };
    const object = openObject(kernel, "session", readObject("session", sessionObject));
    try {
      object.setMaxEntries("probekit_ring", settings.bufferSizeBytes);
      object.setMaxEntries("probekit_filter_set", Math.max(1, filter.keys.length));
      object.setMaxEntries("probekit_followed", settings.follow ? settings.maxFollowed : 1);
      object.setMaxEntries("probekit_cgroups", Math.max(1, cgroups.length));
      object.setMaxEntries(visibilityMapName, settings.visibility ? maxVisibilityEntries : 1);
      this.lossStruct = requireLossStruct("session", object);
      this.logLayout = bindLogRecord(object.btf);
      this.cgroupLayout = bindCgroupRecord(object.btf);
      setConfig("session", object, { ...config, probe: 0, scope: 0, events_off: 0n });
      for (const { name } of object.programs) object.setAutoload(name, name in programs);
      for (const [program, spec] of Object.entries(programs)) {
        setArguments("session", program, [spec], object, kernel);
      }
      this.loaded = loading("session", "session.bpf.o", () => object.load());
    } finally {
      object.close();
    }
    try {
      for (const name of sharedMaps) this.#maps.set(name, this.loaded.map(name));
      for (const key of filter.keys) this.map("probekit_filter_set").update(key, Uint8Array.of(1));
      for (const [index, directory] of cgroups.entries()) this.#addCgroup(index, directory);
      this.visibility = new VisibilityMap(this.map(visibilityMapName));
      this.followed = new FollowedTree(this.map("probekit_followed"), settings.maxFollowed);
      this.links = this.#attach(first);
    } catch (error) {
      attemptAll([() => this.close()]);
      throw error;
    }
  }

  /**
   * Attaches what has to run behind the probes' programs: the kernel calls those of one tracepoint
   * in the order of attachment, and a process that has left the tree can be told no more.
   */
  attachLast(): Link[] {
    return this.#attach(this.#last);
  }

  #attach(programs: Readonly<Record<string, AttachSpec>>): Link[] {
    return Object.entries(programs).map(([program, { target }]) =>
      attaching("session", program, target, () => this.loaded.attach(program, { type: "section" })),
    );
  }

  /** The kernel takes an open directory for its cgroup. */
  #addCgroup(index: number, directory: string): void {
    const fd = openSync(directory, "r");
    try {
      this.map("probekit_cgroups").update(u32(index), u32(fd));
    } finally {
      closeSync(fd);
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

  /** @throws {AggregateError} */
  close(): void {
    const errors = attemptAll([...this.#maps.values(), this.loaded].map((part) => () => part.close()));
    if (errors.length > 0) throw new AggregateError(errors, "the session's object could not be closed");
  }
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
