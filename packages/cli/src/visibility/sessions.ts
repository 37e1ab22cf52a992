import { readdirSync, readFileSync } from "node:fs";
import { VisibilityMap, visibilityMapName } from "@probekit/core";
import { kernelObjectIds, openMap } from "@probekit/native";

/** A session that is open somewhere on this machine. */
export interface RunningSession {
  /** The process that has it; `undefined` when that is not in this process's pid namespace. */
  readonly pid: number | undefined;
  /** That process's name. */
  readonly comm: string;
  readonly visibility: VisibilityMap;
}

type OpenMap = ReturnType<typeof openMap>;

/**
 * Every session has one map of this name and shape. It lasts as long as the session's process
 * holds it, so that none is found of one that was killed.
 *
 * @param use is called with the sessions while their maps are open
 * @throws {KernelError} `EPERM` without CAP_SYS_ADMIN
 */
export function withRunningSessions<T>(use: (sessions: readonly RunningSession[]) => T): T {
  const holders = holdersOfMaps();
  const found: { readonly id: number; readonly map: OpenMap }[] = [];
  try {
    for (const id of kernelObjectIds().maps) {
      const map = openIfThere(id);
      if (!map) continue;
      if (isVisibilityMap(map)) found.push({ id, map });
      else map.close();
    }
    return use(
      found.map(({ id, map }) => ({ ...holder(holders.get(id)), visibility: new VisibilityMap(map) })),
    );
  } finally {
    for (const { map } of found) map.close();
  }
}

/** Maps come and go while they are listed. */
function openIfThere(id: number): OpenMap | undefined {
  try {
    return openMap(id);
  } catch (error) {
    if ((error as { errno?: string }).errno === "ENOENT") return undefined;
    throw error;
  }
}

function isVisibilityMap({ info }: OpenMap): boolean {
  return info.name === visibilityMapName && info.keySizeBytes === 8 && info.valueSizeBytes === 4;
}

function holder(pid: number | undefined): Pick<RunningSession, "pid" | "comm"> {
  return { pid, comm: pid === undefined ? "" : readText(`/proc/${pid}/comm`).trim() };
}

/** The first process that has a descriptor of a map, by the map's id. */
function holdersOfMaps(): Map<number, number> {
  const holders = new Map<number, number>();
  for (const pid of names("/proc").map(Number).filter(Number.isInteger)) {
    for (const fd of names(`/proc/${pid}/fdinfo`)) {
      const [, id] = /^map_id:\t(\d+)$/m.exec(readText(`/proc/${pid}/fdinfo/${fd}`)) ?? [];
      if (id !== undefined && !holders.has(Number(id))) holders.set(Number(id), pid);
    }
  }
  return holders;
}

/** None of a process that has ended meanwhile. */
function names(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
