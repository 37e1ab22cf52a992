import { type Addon, addon, type BtfHandle } from "./addon.js";
import type { Btf, BtfEnum, BtfPrototype, BtfStruct, BtfVariable } from "./btf-types.js";
import * as validate from "./validate.js";

/** Looks into type information that the addon holds. An object's keeps itself alive. */
export class NativeBtf implements Btf {
  readonly #handle: BtfHandle | null;
  readonly #addon: () => Addon;

  /** @param handle `null` for the kernel's */
  constructor(handle: BtfHandle | null, from = addon) {
    this.#handle = handle;
    this.#addon = from;
  }

  struct(name: string): BtfStruct | undefined {
    return this.#addon().btfStruct(this.#handle, validate.string("name", name));
  }

  enum(name: string): BtfEnum | undefined {
    return this.#addon().btfEnum(this.#handle, validate.string("name", name));
  }

  variable(name: string): BtfVariable | undefined {
    return this.#addon().btfVariable(this.#handle, validate.string("name", name));
  }

  function(name: string): BtfPrototype | undefined {
    return this.#addon().btfFunction(this.#handle, validate.string("name", name));
  }

  tracepoint(name: string): BtfPrototype | undefined {
    return this.#addon().btfTracepoint(this.#handle, validate.string("name", name));
  }
}

const kernel: Btf = new NativeBtf(null, addonWithKernelTypes);

/**
 * The running kernel's type information, without that of modules. It takes 1 ms to go through, and
 * where the kernel cannot map it (before Linux 6.16) 6 MiB: it is read when it is needed, and kept
 * until this turn of the event loop is over.
 *
 * @throws {KernelError} where the kernel was built without `CONFIG_DEBUG_INFO_BTF`.
 */
export function kernelBtf(): Btf {
  addonWithKernelTypes().kernelBtfRead();
  return kernel;
}

let isKept = false;

/**
 * The addon, for a call that may read the kernel's types: whoever opens a session makes several
 * in one turn, and they are read once.
 */
export function addonWithKernelTypes(): Addon {
  const loaded = addon();
  if (!isKept) {
    isKept = true;
    setImmediate(() => {
      isKept = false;
      loaded.kernelBtfForget();
    });
  }
  return loaded;
}
