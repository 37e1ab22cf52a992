import { addon, type BtfHandle } from "./addon.js";
import type { Btf, BtfEnum, BtfPrototype, BtfStruct, BtfVariable } from "./btf-types.js";
import * as validate from "./validate.js";

/** Looks into type information that the addon holds. It keeps itself alive. */
export class NativeBtf implements Btf {
  readonly #handle: BtfHandle;

  constructor(handle: BtfHandle) {
    this.#handle = handle;
  }

  struct(name: string): BtfStruct | undefined {
    return addon().btfStruct(this.#handle, validate.string("name", name));
  }

  enum(name: string): BtfEnum | undefined {
    return addon().btfEnum(this.#handle, validate.string("name", name));
  }

  variable(name: string): BtfVariable | undefined {
    return addon().btfVariable(this.#handle, validate.string("name", name));
  }

  function(name: string): BtfPrototype | undefined {
    return addon().btfFunction(this.#handle, validate.string("name", name));
  }

  tracepoint(name: string): BtfPrototype | undefined {
    return addon().btfTracepoint(this.#handle, validate.string("name", name));
  }
}

let kernel: WeakRef<Btf> | undefined;

/**
 * The running kernel's type information, parsed when it is asked for (some 10 ms) and shared by
 * all who hold it at one time: it takes 6 MiB. Without that of modules.
 *
 * @throws {KernelError} where the kernel was built without `CONFIG_DEBUG_INFO_BTF`.
 */
export function kernelBtf(): Btf {
  const shared = kernel?.deref();
  if (shared) return shared;
  const btf = new NativeBtf(addon().kernelBtf());
  kernel = new WeakRef(btf);
  return btf;
}
