import { readFileSync } from "node:fs";
import { tpBtf } from "../contract/attach.js";
import type { BtfStruct } from "../kernel/btf.js";
import type { BpfMap, Kernel, LoadedObject, OpenedObject } from "../kernel/kernel.js";
import { setArguments } from "../layout/set-arguments.js";
import { sessionObject } from "../objects.js";
import { setConfig } from "./config.js";
import type { EncodedFilter } from "./filter.js";
import { attaching, loading } from "./kernel-failure.js";
import type { SessionSettings } from "./options.js";
import { requireLossStruct } from "./probe-object.js";

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

/** Core's own BPF object: the ring, the filter's values, the followed process tree. */
export class SharedObject {
  readonly loaded: LoadedObject;
  readonly lossStruct: BtfStruct;
  readonly #maps: ReadonlyMap<string, BpfMap>;

  constructor(kernel: Kernel, settings: SessionSettings, filter: EncodedFilter) {
    const object = kernel.openObject(readFileSync(sessionObject), { name: "session" });
    try {
      object.setMaxEntries("probekit_ring", settings.bufferSizeBytes);
      object.setMaxEntries("probekit_filter_set", Math.max(1, filter.keys.length));
      object.setMaxEntries("probekit_followed", settings.follow ? settings.maxFollowed : 1);
      this.lossStruct = requireLossStruct("session", object);
      setConfig("session", object, { probe: 0, namespaces: 0, filter_enabled: 0, filter_negated: 0 });
      for (const [program, spec] of Object.entries(followPrograms)) {
        object.setAutoload(program, settings.follow);
        if (settings.follow) setArguments("session", program, spec, object, kernel);
      }
      this.loaded = loading("session", "session.bpf.o", () => object.load());
    } finally {
      object.close();
    }
    this.#maps = new Map(sharedMaps.map((name) => [name, this.loaded.map(name)]));
    for (const key of filter.keys) this.map("probekit_filter_set").update(key, Uint8Array.of(1));
    if (settings.follow) this.#attachFollow();
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

  follow(pid: number): void {
    const key = Buffer.alloc(4);
    key.writeUInt32LE(pid);
    this.map("probekit_followed").update(key, Uint8Array.of(1));
  }

  close(): void {
    for (const map of this.#maps.values()) map.close();
    this.loaded.close();
  }
}
