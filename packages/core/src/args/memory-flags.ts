import { type BitField, numberText } from "./bits.js";
import { attachFlags, sharedMemoryFlags } from "./constants/libc.js";
import * as memory from "./constants/memory.js";
import { octal } from "./octal-mode.js";
import { flagType, longFlagType, numberType } from "./symbolic.js";

/** The binary logarithm of a huge page's size, in the upper six bits. */
const hugeSize = (shift: string): BitField => ({
  mask: 0xfc000000,
  last: true,
  text: (value) => (value ? `${value >>> 26}<<${shift}` : ""),
});

/** MAP_TYPE: what is 0 to 3 there are no bits. */
const mapType: BitField = { mask: 0xf, text: numberText(memory.mapTypes) };

/** The permissions that a System V object is made with. */
const permissions: BitField = { mask: 0o777, last: true, text: octal };

/** `PROT_READ|PROT_WRITE`, `PROT_NONE`. */
export const MMAP_PROT = longFlagType("MMAP_PROT", { flags: memory.memoryProtection, none: "PROT_NONE" });

/** `MAP_PRIVATE|MAP_ANONYMOUS`, `MAP_SHARED|MAP_HUGETLB|21<<MAP_HUGE_SHIFT`. */
export const MMAP_FLAG = longFlagType("MMAP_FLAG", {
  flags: memory.mapFlags,
  fields: [mapType, hugeSize("MAP_HUGE_SHIFT")],
});

export const MADVISE = numberType("MADVISE", memory.memoryAdvice);
export const MSYNC_FLAGS = flagType("MSYNC_FLAGS", { flags: memory.msyncFlags });
export const MREMAP_FLAGS = longFlagType("MREMAP_FLAGS", { flags: memory.mremapFlags });
export const MLOCK_FLAGS = flagType("MLOCK_FLAGS", { flags: memory.mlockFlags });
export const MLOCKALL_FLAGS = flagType("MLOCKALL_FLAGS", { flags: memory.mlockallFlags });
export const MEMFD_FLAGS = flagType("MEMFD_FLAGS", {
  flags: memory.memfdFlags,
  fields: [hugeSize("MFD_HUGE_SHIFT")],
});
export const SHMGET_FLAGS = flagType("SHMGET_FLAGS", {
  flags: sharedMemoryFlags,
  fields: [hugeSize("SHM_HUGE_SHIFT"), permissions],
});
export const SHMAT_FLAGS = flagType("SHMAT_FLAGS", { flags: attachFlags });

const { IPC_CREAT, IPC_EXCL } = sharedMemoryFlags;

/** Of msgget and semget: `IPC_CREAT|0600`. */
export const IPC_FLAGS = flagType("IPC_FLAGS", { flags: { IPC_CREAT, IPC_EXCL }, fields: [permissions] });
