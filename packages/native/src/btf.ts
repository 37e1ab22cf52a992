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

let kernel: Btf | undefined;

/**
 * The running kernel's type information, parsed on first use (some 20 ms) and kept for the
 * process. Without that of modules.
 *
 * @throws {KernelError} where the kernel was built without `CONFIG_DEBUG_INFO_BTF`.
 */
export function kernelBtf(): Btf {
  kernel ??= new NativeBtf(addon().kernelBtf());
  return kernel;
}
