/** What the path of a cgroup says of the container that it is of. */
export interface ContainerId {
  /** 64 hexadecimal digits. */
  readonly id: string;
  /** The Kubernetes pod's uid, as the API has it; `null` for a container outside of Kubernetes. */
  readonly podUid: string | null;
}

const id = "[0-9a-f]{64}";

/**
 * Scopes that systemd makes for a runtime: `docker-<id>.scope`, `cri-containerd-<id>.scope`,
 * `crio-<id>.scope`, `libpod-<id>.scope`, `nerdctl-<id>.scope`. A name ends in one word before
 * the id: `crio-conmon-<id>.scope` and `libpod-conmon-<id>.scope` are the monitors, which run
 * on the host.
 */
const scope = new RegExp(`^(?:docker|cri-containerd|containerd|crio|libpod|nerdctl)-(${id})(?:\\.scope)?$`);

/** containerd that is told to use systemd's driver and is given a path: `<slice>:cri-containerd:<id>`. */
const colons = new RegExp(`^[^:]*:[^:]+:(${id})$`);

/** By the cgroupfs driver: `/docker/<id>`, `/kubepods/burstable/pod<uid>/<id>`, `/ecs/<task>/<id>`. */
const bare = new RegExp(`^(${id})$`);

/**
 * `pod<uid>` by the cgroupfs driver; `kubepods-burstable-pod<uid>.slice` by systemd's, which has
 * `_` for the hyphens. The uid of a static pod is a hash without any.
 */
const pod = /(?:^|-)pod([0-9a-f]{32}|[0-9a-f]{8}(?:[-_][0-9a-f]{4}){3}[-_][0-9a-f]{12})(?:\.slice|$)/;

/**
 * The container of a cgroup: of itself, or of the nearest cgroup above it. `null` on the host.
 *
 * @param path below the root of the cgroup v2 hierarchy
 */
export function containerIdOf(path: string): ContainerId | null {
  const names = path.split("/");
  const depth = names.findLastIndex((name) => containerName(name) !== undefined);
  const found = containerName(names[depth] ?? "");
  return found === undefined ? null : { id: found, podUid: podUidOf(names.slice(0, depth + 1)) };
}

/** The container's id in the name of a cgroup. */
export function containerName(name: string): string | undefined {
  return (scope.exec(name) ?? colons.exec(name) ?? bare.exec(name))?.[1];
}

function podUidOf(names: readonly string[]): string | null {
  for (const name of names.toReversed()) {
    /* The slice of a `<slice>:cri-containerd:<id>` is in the same name. */
    const [, uid] = pod.exec(name.split(":", 1)[0] ?? "") ?? [];
    if (uid !== undefined) return uid.replaceAll("_", "-");
  }
  return null;
}
