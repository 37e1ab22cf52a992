import { addon, type OpenedHandle } from "./addon.js";
import { addonWithKernelTypes, NativeBtf } from "./btf.js";
import type { Btf } from "./btf-types.js";
import { NativeLoadedObject } from "./loaded-object.js";
import { NativeMap } from "./map.js";
import type { BpfMap, LoadedObject, MapInfo, OpenedObject, ProgramInfo } from "./types.js";
import * as validate from "./validate.js";

const maxUint32 = 2 ** 32 - 1;

/** What can be read (`name`, `programs`, `maps`, `btf`) stays readable after `load` and `close`. */
export class NativeOpenedObject implements OpenedObject {
  readonly name: string;
  readonly programs: readonly ProgramInfo[];
  readonly btf: Btf;
  readonly #handle: OpenedHandle;
  #maps: readonly MapInfo[];

  constructor(name: string, handle: OpenedHandle) {
    this.name = name;
    this.#handle = handle;
    this.programs = addon().objectPrograms(handle);
    this.btf = new NativeBtf(addon().objectBtf(handle));
    this.#maps = addon().objectMaps(handle);
  }

  get maps(): readonly MapInfo[] {
    return this.#maps;
  }

  setAutoload(program: string, autoload: boolean): void {
    addon().objectSetAutoload(
      this.#handle,
      validate.string("program", program),
      validate.boolean("autoload", autoload),
    );
  }

  setAttachTarget(program: string, target: string): void {
    addonWithKernelTypes().objectSetAttachTarget(
      this.#handle,
      validate.string("program", program),
      validate.string("target", target),
    );
  }

  setMaxEntries(map: string, maxEntries: number): void {
    addon().objectSetMaxEntries(
      this.#handle,
      validate.string("map", map),
      validate.integer("maxEntries", maxEntries, 1, maxUint32),
    );
    this.#maps = addon().objectMaps(this.#handle);
  }

  reuseMap(map: string, existing: BpfMap): void {
    addon().objectReuseMap(this.#handle, validate.string("map", map), NativeMap.handle("existing", existing));
    this.#maps = addon().objectMaps(this.#handle);
  }

  setData(section: string, offsetBytes: number, bytes: Uint8Array): void {
    addon().objectSetData(
      this.#handle,
      validate.string("section", section),
      validate.integer("offsetBytes", offsetBytes, 0, maxUint32),
      validate.bytes("bytes", bytes),
    );
  }

  load(): LoadedObject {
    return new NativeLoadedObject(this.name, addonWithKernelTypes().objectLoad(this.#handle));
  }

  close(): void {
    addon().objectCloseOpened(this.#handle);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/**
 * Parses a BPF object file. Nothing reaches the kernel before {@link OpenedObject.load}, and
 * nothing is ever pinned. Programs are relocated to the types of the kernel itself; those of its modules
 * are not looked at.
 *
 * @param image the bytes of the ELF file; copied. It is code that is going to run in the kernel
 *   and has to be trusted as such: libbpf before 1.4 crashes on some files whose bytes were changed.
 * @param options.name the object's name in messages, and the prefix of its data sections' names
 *   in the kernel.
 * @throws {KernelError} when libbpf cannot make sense of the bytes.
 * @throws {Error} when the addon cannot be loaded.
 */
export function openObject(image: Uint8Array, options: { readonly name: string }): OpenedObject {
  const name = validate.string("options.name", validate.object("options", options).name);
  return new NativeOpenedObject(name, addon().objectOpen(validate.bytes("image", image), name));
}
