import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { BtfEnum, BtfPrototype, BtfStruct, BtfVariable } from "./btf-types.js";
import type { KernelObjectIds } from "./host.js";
import { loadFailure } from "./load-failure.js";
import type { MapEntries, MapInfo, ProgramInfo, ProgramStats, RingStats } from "./types.js";

declare const kind: unique symbol;

/** What the addon gives out for a native thing; only the addon can make one. */
export interface Handle<Kind extends string> {
  readonly [kind]: Kind;
}

export type BtfHandle = Handle<"Btf">;
export type OpenedHandle = Handle<"OpenedObject">;
export type LoadedHandle = Handle<"LoadedObject">;
export type LinkHandle = Handle<"Link">;
export type MapHandle = Handle<"BpfMap">;
export type RingHandle = Handle<"Ring">;

/** The functions of the compiled addon (`src/addon/exports.h`). */
export interface Addon {
  libbpfVersion(): string;
  kernelObjectIds(): KernelObjectIds;
  clocks(): { readonly bootNs: bigint; readonly realNs: bigint };
  hasTracepoint(category: string, name: string): boolean;

  /** Fails where there is none. */
  kernelBtfRead(): void;
  kernelBtfForget(): void;
  /** This and the following: `null` for the kernel's. */
  btfStruct(btf: BtfHandle | null, name: string): BtfStruct | undefined;
  btfEnum(btf: BtfHandle | null, name: string): BtfEnum | undefined;
  btfVariable(btf: BtfHandle | null, name: string): BtfVariable | undefined;
  btfFunction(btf: BtfHandle | null, name: string): BtfPrototype | undefined;
  btfTracepoint(btf: BtfHandle | null, name: string): BtfPrototype | undefined;

  objectOpen(image: Uint8Array, name: string): OpenedHandle;
  objectPrograms(object: OpenedHandle): ProgramInfo[];
  objectMaps(object: OpenedHandle): MapInfo[];
  objectBtf(object: OpenedHandle): BtfHandle;
  objectSetAutoload(object: OpenedHandle, program: string, autoload: boolean): void;
  objectSetAttachTarget(object: OpenedHandle, program: string, target: string): void;
  objectSetMaxEntries(object: OpenedHandle, map: string, maxEntries: number): void;
  objectReuseMap(object: OpenedHandle, map: string, existing: MapHandle): void;
  objectSetData(object: OpenedHandle, section: string, offsetBytes: number, bytes: Uint8Array): void;
  objectLoad(object: OpenedHandle): LoadedHandle;
  objectCloseOpened(object: OpenedHandle): void;
  objectMap(object: LoadedHandle, name: string): MapHandle;
  /** @param context `undefined` for a program that reads none */
  objectRun(object: LoadedHandle, program: string, context: Uint8Array | undefined): number;
  objectProgramStats(object: LoadedHandle): ProgramStats[];
  objectClose(object: LoadedHandle): void;

  attachSection(object: LoadedHandle, program: string): LinkHandle;
  attachTracepoint(object: LoadedHandle, program: string, category: string, name: string): LinkHandle;
  attachRawTracepoint(object: LoadedHandle, program: string, name: string): LinkHandle;
  attachKprobe(
    object: LoadedHandle,
    program: string,
    fn: string,
    offset: number,
    retprobe: boolean,
  ): LinkHandle;
  attachKsyscall(object: LoadedHandle, program: string, syscall: string, retprobe: boolean): LinkHandle;
  /** @param fn empty: `offset` is from the start of the file. @param pid -1: of every process. */
  attachUprobe(
    object: LoadedHandle,
    program: string,
    path: string,
    fn: string,
    offset: number,
    pid: number,
    retprobe: boolean,
  ): LinkHandle;
  attachUsdt(
    object: LoadedHandle,
    program: string,
    path: string,
    provider: string,
    name: string,
    pid: number,
  ): LinkHandle;
  attachCgroup(object: LoadedHandle, program: string, path: string): LinkHandle;
  attachPerfEvent(
    object: LoadedHandle,
    program: string,
    eventType: number,
    config: bigint,
    frequencyHz: number,
    cpu: number,
  ): LinkHandle;
  linkClose(link: LinkHandle): void;

  mapOpen(id: number): MapHandle;
  mapInfo(map: MapHandle): MapInfo;
  mapLookup(map: MapHandle, key: Uint8Array): Uint8Array | undefined;
  mapUpdate(map: MapHandle, key: Uint8Array, value: Uint8Array, flags: number): void;
  mapDelete(map: MapHandle, key: Uint8Array): boolean;
  mapKeys(map: MapHandle): Uint8Array[];
  mapEntries(map: MapHandle): MapEntries;
  mapDrain(map: MapHandle): MapEntries;
  mapSetInner(map: MapHandle, key: Uint8Array, inner: MapHandle): void;
  mapClose(map: MapHandle): void;

  ringOpen(
    ring: MapHandle,
    wakeMap: MapHandle | undefined,
    wakeOffsetBytes: number,
    backlogBytes: number,
    maxDelayMs: number,
    onReadable: () => void,
  ): RingHandle;
  ringRead(ring: RingHandle, into: Uint8Array): number;
  ringDrain(ring: RingHandle): boolean;
  ringStats(ring: RingHandle): RingStats;
  ringRef(ring: RingHandle): void;
  ringUnref(ring: RingHandle): void;
  ringClose(ring: RingHandle): void;
}

// `src` and `dist` are both one below the package.
const packageFolder = fileURLToPath(new URL("..", import.meta.url));

let loaded: Addon | undefined;

/**
 * The compiled addon, loaded on first use: importing this package works on any machine.
 *
 * @throws {Error} when there is no binary for this platform, or it does not load.
 */
export function addon(): Addon {
  loaded ??= load();
  return loaded;
}

function load(): Addon {
  try {
    return createRequire(import.meta.url)("node-gyp-build")(packageFolder) as Addon;
  } catch (cause) {
    throw new Error(loadFailure(cause instanceof Error ? cause.message : String(cause)), { cause });
  }
}
