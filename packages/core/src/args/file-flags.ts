import { type BitField, numberText } from "./bits.js";
import * as file from "./constants/file.js";
import { accessChecks, spliceFlags, umountFlags } from "./constants/libc.js";
import * as mount from "./constants/mount.js";
import { modeText } from "./octal-mode.js";
import { flagType, longFlagType, numberType, symbol } from "./symbolic.js";

/** O_RDONLY is no bit but the value 0 of two. */
const accessMode: BitField = { mask: 3, text: numberText(file.accessModes) };

/** What open takes: `O_RDONLY|O_CLOEXEC`. */
export const OPEN_FLAGS = flagType("OPEN_FLAGS", { flags: file.openFlags, fields: [accessMode] });

/** What pipe2, dup3 and the like take, which open nothing: `O_CLOEXEC`, `0`. */
export const FD_FLAGS = flagType("FD_FLAGS", { flags: file.openFlags });

/** A file's mode: `0644`, `S_IFREG|0644`. */
export const MODE = symbol("MODE", modeText);

/** `AT_SYMLINK_NOFOLLOW|AT_EMPTY_PATH` */
export const AT_FLAGS = flagType("AT_FLAGS", { flags: file.atFlags });
export const EXEC_FLAGS = flagType("EXEC_FLAGS", { flags: file.atFlags });
export const UNLINKAT_FLAG = flagType("UNLINKAT_FLAG", { flags: file.atFlags });
export const STATX_FLAGS = flagType("STATX_FLAGS", { flags: { ...file.statxSync, ...file.atFlags } });
export const STATX_MASK = flagType("STATX_MASK", { flags: file.statxMask });

const { AT_SYMLINK_NOFOLLOW, AT_REMOVEDIR, ...others } = file.atFlags;

/** Of faccessat2, to which AT_REMOVEDIR's bit means AT_EACCESS. */
export const FACCESSAT_FLAGS = flagType("FACCESSAT_FLAGS", {
  flags: { AT_SYMLINK_NOFOLLOW, AT_EACCESS: AT_REMOVEDIR, ...others },
});

/** What access asks for: `R_OK|W_OK`, `F_OK`. */
export const ACCESS_MODE = flagType("ACCESS_MODE", { flags: accessChecks, none: "F_OK" });

/** `AT_FDCWD`, or the descriptor's number. */
export const DIRFD = symbol("DIRFD", (fd) => (fd === -100 ? "AT_FDCWD" : String(fd)));

export const OPEN_RESOLVE = flagType("OPEN_RESOLVE", { flags: file.resolveFlags });
export const FCNTL_CMD = numberType("FCNTL_CMD", file.fcntlCommands);
export const SEEK = numberType("SEEK", file.seekWhence);
export const RENAME_FLAGS = flagType("RENAME_FLAGS", { flags: file.renameFlags });
export const RW_FLAGS = flagType("RW_FLAGS", { flags: file.readWriteFlags });
export const SYNC_RANGE_FLAGS = flagType("SYNC_RANGE_FLAGS", { flags: file.syncRangeFlags });
export const FALLOCATE_MODE = flagType("FALLOCATE_MODE", { flags: file.allocateModes });
export const FADVISE = numberType("FADVISE", file.fileAdvice);
export const FLOCK_OP = flagType("FLOCK_OP", { flags: file.lockOperations });
export const XATTR_FLAGS = flagType("XATTR_FLAGS", { flags: file.xattrFlags });
export const SPLICE_FLAGS = flagType("SPLICE_FLAGS", { flags: spliceFlags });
export const CLOSE_RANGE_FLAGS = flagType("CLOSE_RANGE_FLAGS", { flags: file.closeRangeFlags });
export const INOTIFY_MASK = flagType("INOTIFY_MASK", { flags: file.inotifyFlags });
export const INOTIFY_INIT_FLAGS = flagType("INOTIFY_INIT_FLAGS", { flags: file.inotifyInitFlags });

/** The magic number that mount() once wanted in the upper half of its flags. */
const mountMagic: BitField = {
  mask: 0xffff0000,
  text: (value) => (value === mount.mountMagic.MS_MGC_VAL ? "MS_MGC_VAL" : undefined),
};

export const MOUNT_FLAG = longFlagType("MOUNT_FLAG", { flags: mount.mountFlags, fields: [mountMagic] });
export const UMOUNT_FLAG = flagType("UMOUNT_FLAG", { flags: umountFlags });
export const OPEN_TREE_FLAGS = flagType("OPEN_TREE_FLAGS", {
  flags: { ...mount.openTreeFlags, ...file.atFlags },
});
export const MOVE_MOUNT_FLAGS = flagType("MOVE_MOUNT_FLAGS", { flags: mount.moveMountFlags });
export const FSOPEN_FLAGS = flagType("FSOPEN_FLAGS", { flags: mount.fsopenFlags });
export const FSPICK_FLAGS = flagType("FSPICK_FLAGS", { flags: mount.fspickFlags });
export const FSCONFIG_CMD = numberType("FSCONFIG_CMD", mount.fsconfigCommands);
export const FSMOUNT_FLAGS = flagType("FSMOUNT_FLAGS", { flags: mount.fsmountFlags });
export const MOUNT_ATTR = flagType("MOUNT_ATTR", { flags: mount.mountAttributes });
