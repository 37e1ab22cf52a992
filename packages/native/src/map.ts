import { addon, type MapHandle } from "./addon.js";
import type { BpfMap, MapEntries, MapInfo, UpdateFlags } from "./types.js";
import * as validate from "./validate.js";

// BPF_ANY, BPF_NOEXIST, BPF_EXIST.
const updateFlags: readonly UpdateFlags[] = ["any", "create", "existing"];

/**
 * Opens a map of any process by its id (see {@link kernelObjectIds}), under the name that the
 * kernel has of it: the first 15 bytes of the author's.
 *
 * @throws {KernelError} `ENOENT` when there is none (any more), `EPERM` without CAP_SYS_ADMIN.
 */
export function openMap(id: number): BpfMap {
  return new NativeMap(addon().mapOpen(validate.integer("id", id, 1, 0xffffffff)));
}

export class NativeMap implements BpfMap {
  readonly info: MapInfo;
  readonly #handle: MapHandle;

  constructor(handle: MapHandle) {
    this.#handle = handle;
    this.info = Object.freeze(addon().mapInfo(handle));
  }

  /** @throws {TypeError} for a map that is not of this package. */
  static handle(name: string, map: unknown): MapHandle {
    return validate.instance(name, map, NativeMap).#handle;
  }

  lookup(key: Uint8Array): Uint8Array | undefined {
    return addon().mapLookup(this.#handle, validate.bytes("key", key));
  }

  update(key: Uint8Array, value: Uint8Array, flags: UpdateFlags = "any"): void {
    const flag = updateFlags.indexOf(validate.oneOf("flags", flags, updateFlags));
    addon().mapUpdate(this.#handle, validate.bytes("key", key), validate.bytes("value", value), flag);
  }

  delete(key: Uint8Array): boolean {
    return addon().mapDelete(this.#handle, validate.bytes("key", key));
  }

  keys(): Uint8Array[] {
    return addon().mapKeys(this.#handle);
  }

  entries(): MapEntries {
    return addon().mapEntries(this.#handle);
  }

  drain(): MapEntries {
    return addon().mapDrain(this.#handle);
  }

  setInner(key: Uint8Array, inner: BpfMap): void {
    addon().mapSetInner(this.#handle, validate.bytes("key", key), NativeMap.handle("inner", inner));
  }

  close(): void {
    addon().mapClose(this.#handle);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
