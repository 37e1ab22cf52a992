import { type Addon, addon, type BtfHandle } from "./addon.js";
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

const kernel: Btf = {
  struct: (name) => keptForNow().btfStruct(null, validate.string("name", name)),
  enum: (name) => keptForNow().btfEnum(null, validate.string("name", name)),
  variable: (name) => keptForNow().btfVariable(null, validate.string("name", name)),
  function: (name) => keptForNow().btfFunction(null, validate.string("name", name)),
  tracepoint: (name) => keptForNow().btfTracepoint(null, validate.string("name", name)),
};

/**
 * The running kernel's type information, without that of modules. It takes some 5 ms to read and
 * 6 MiB: it is read when it is needed, and kept until this turn of the event loop is over.
 *
 * @throws {KernelError} where the kernel was built without `CONFIG_DEBUG_INFO_BTF`.
 */
export function kernelBtf(): Btf {
  keptForNow().kernelBtfRead();
  return kernel;
}

let isKept = false;

/**
 * The addon, for a call that may read the kernel's types: whoever opens a session makes several
 * in one turn, and they are read once.
 */
export function keptForNow(): Addon {
  if (!isKept) {
    isKept = true;
    setImmediate(() => {
      isKept = false;
      addon().kernelBtfForget();
    });
  }
  return addon();
}
