import { type ContainerId, containerIdOf } from "./container-id.js";
import { cgroupMount } from "./mount.js";
import { childPath, walkCgroups } from "./walk.js";

interface Cgroup {
  readonly path: string;
  readonly container: ContainerId | null;
}

/** Most ids that are remembered as not to be found, so that each is looked for once. */
const maxUnknown = 4096;

/**
 * The cgroups of the v2 hierarchy by their ids, as they are where the reader is in the stream of
 * events: scanned when the session is opened, and kept by the kernel's records of cgroups that
 * were made and removed since.
 *
 * Paths begin at the mount. In a cgroup namespace what is outside of it has none.
 */
export class CgroupTree {
  readonly #mount: string | undefined;
  readonly #byId = new Map<bigint, Cgroup>();
  readonly #unknown = new Set<bigint>();

  constructor(mount = cgroupMount()) {
    this.#mount = mount;
    this.#scan();
  }

  #scan(): void {
    if (this.#mount === undefined) return;
    for (const { id, path } of walkCgroups(this.#mount)) this.#keep(id, path);
  }

  #keep(id: bigint, path: string): void {
    if (this.#byId.get(id)?.path !== path) this.#byId.set(id, { path, container: containerIdOf(path) });
  }

  made(id: bigint, parentId: bigint, name: string): void {
    const parent = this.#byId.get(parentId);
    if (parent) this.#keep(id, childPath(parent.path, name));
    else this.#giveUp(id);
  }

  removed(id: bigint): void {
    this.#byId.delete(id);
  }

  /** An id may be unknown because its record was lost; then the cgroup may still be there to be found. */
  #find(id: bigint): Cgroup | undefined {
    const known = this.#byId.get(id);
    if (known || this.#unknown.has(id)) return known;
    this.#scan();
    if (!this.#byId.has(id)) this.#giveUp(id);
    return this.#byId.get(id);
  }

  #giveUp(id: bigint): void {
    if (this.#unknown.size >= maxUnknown) this.#unknown.clear();
    this.#unknown.add(id);
  }

  /** `null` if it is not known. */
  path(id: bigint): string | null {
    return this.#find(id)?.path ?? null;
  }

  /** The id of the container that a cgroup is of; `null` on the host. */
  container(id: bigint): string | null {
    return this.#find(id)?.container?.id ?? null;
  }

  podUid(id: bigint): string | null {
    return this.#find(id)?.container?.podUid ?? null;
  }
}
