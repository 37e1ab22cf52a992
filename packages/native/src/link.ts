import { addon, type LinkHandle, type LoadedHandle } from "./addon.js";
import type { Link } from "./types.js";

export class NativeLink implements Link {
  readonly #handle: LinkHandle;
  /** Keeps the object from being collected, which would detach. */
  readonly #object: LoadedHandle;

  constructor(handle: LinkHandle, object: LoadedHandle) {
    this.#handle = handle;
    this.#object = object;
  }

  close(): void {
    void this.#object;
    addon().linkClose(this.#handle);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
