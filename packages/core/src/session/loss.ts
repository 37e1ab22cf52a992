import { camelCase } from "../contract/names.js";
import type { BtfStruct } from "../kernel/btf.js";
import type { BpfMap, LoadedObject } from "../kernel/kernel.js";

/**
 * Every way in which an event, or part of one, can fail to arrive. The counters of the BPF
 * programs (`struct probekit_loss`) have the same names in snake_case.
 */
export const lossCauses = {
  ringFull: { lost: true, meaning: "no room in the ring buffer; a larger --buffer-size helps" },
  mapFull: { lost: true, meaning: "no room in a map; the probe's options may have its size" },
  unpaired: { lost: true, meaning: "the kernel skipped the program at one end of a call" },
  scratchBusy: {
    lost: true,
    meaning: "programs that interrupted each other had all scratch records of a CPU",
  },
  missed: { lost: true, meaning: "the kernel skipped a program that was already running on that CPU" },
  malformed: {
    lost: true,
    meaning: "a record did not have the layout that was agreed, or the probe's own code failed on it",
  },
  oversized: { lost: true, meaning: "a record was larger than the reader's buffer" },
  evicted: {
    lost: true,
    meaning: "entries given up to make room in a full map; what they would have shown is lost",
  },
  logDropped: {
    lost: true,
    meaning: "a program's log lines: more than 100 in a second, or no room in the ring buffer",
  },
  unreadable: { lost: false, meaning: "events without something that could not be read" },
  truncated: { lost: false, meaning: "events with something cut short" },
} as const;

export type LossCause = keyof typeof lossCauses;

export interface LossCount {
  /** `session` for what is not one probe's. */
  readonly probe: string;
  readonly cause: LossCause;
  readonly count: number;
}

/** Whether a cause loses whole events, rather than parts of events that were kept. */
export function losesEvents(cause: LossCause): boolean {
  return lossCauses[cause].lost;
}

/** Reads the loss counters of one loaded object. */
export class LossCounters {
  readonly #probe: string;
  readonly #object: LoadedObject;
  readonly #map: BpfMap;
  readonly #causes: readonly { readonly cause: LossCause; readonly offsetBytes: number }[];

  /** @param struct `struct probekit_loss` in the object's BTF. To be closed with the object. */
  constructor(probe: string, object: LoadedObject, struct: BtfStruct) {
    this.#probe = probe;
    this.#object = object;
    this.#map = object.map(".data.probekit_loss");
    this.#causes = struct.members
      .map(({ name, offsetBits }) => ({ cause: camelCase(name) as LossCause, offsetBytes: offsetBits / 8 }))
      .filter(({ cause }) => cause in lossCauses);
  }

  /** Totals since the object was loaded, zeros included. */
  read(): LossCount[] {
    const bytes = Buffer.from(this.#map.lookup(Buffer.alloc(4)) ?? []);
    const missed = this.#object
      .programStats()
      .reduce((sum, { recursionMisses }) => sum + Number(recursionMisses), 0);
    return [
      ...this.#causes.map(({ cause, offsetBytes }) =>
        this.#count(cause, Number(bytes.readBigUInt64LE(offsetBytes))),
      ),
      this.#count("missed", missed),
    ];
  }

  close(): void {
    this.#map.close();
  }

  #count(cause: LossCause, count: number): LossCount {
    return { probe: this.#probe, cause, count };
  }
}

/** What has been lost since it was last asked. */
export class LossDelta {
  readonly #seen = new Map<string, number>();

  take(totals: readonly LossCount[]): LossCount[] {
    return totals.flatMap(({ probe, cause, count }) => {
      const key = `${probe} ${cause}`;
      const since = count - (this.#seen.get(key) ?? 0);
      this.#seen.set(key, count);
      return since > 0 ? [{ probe, cause, count: since }] : [];
    });
  }
}
