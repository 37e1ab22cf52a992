import { addon, type LoadedHandle } from "./addon.js";
import { attach } from "./attach.js";
import { NativeLink } from "./link.js";
import { NativeMap } from "./map.js";
import type { AttachTarget, BpfMap, Link, LoadedObject, ProgramStats } from "./types.js";
import * as validate from "./validate.js";

export class NativeLoadedObject implements LoadedObject {
  readonly name: string;
  readonly #handle: LoadedHandle;

  constructor(name: string, handle: LoadedHandle) {
    this.name = name;
    this.#handle = handle;
  }

  attach(program: string, target: AttachTarget): Link {
    return new NativeLink(attach(this.#handle, program, target), this.#handle);
  }

  map(name: string): BpfMap {
    return new NativeMap(addon().objectMap(this.#handle, validate.string("name", name)));
  }

  run(program: string, args: readonly bigint[] = []): number {
    const context = BigUint64Array.from(args.map((arg, index) => validate.uint64(`args[${index}]`, arg)));
    const bytes = args.length === 0 ? undefined : new Uint8Array(context.buffer);
    return addon().objectRun(this.#handle, validate.string("program", program), bytes);
  }

  programStats(): readonly ProgramStats[] {
    return addon().objectProgramStats(this.#handle);
  }

  close(): void {
    addon().objectClose(this.#handle);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
