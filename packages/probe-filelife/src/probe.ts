import {
  type AttachOptions,
  type AttachSpec,
  defineProbe,
  durationMs,
  enumeration,
  fentry,
  fexit,
  flag,
  group,
  id,
  integer,
  kprobe,
  kretprobe,
  plan,
  record,
  string,
  text,
  tpBtf,
  tracepoint,
  z,
} from "@probekit/core";

const inode = { args: { inode: "struct inode *" } };
const sysExit = tpBtf("sys_exit", { args: { regs: "struct pt_regs *", ret: "long" } });

/** The programs of functions.bpf.h for one way of attaching to functions. */
function functionPrograms(entry: string, exit: string, onEntry: AttachTo, onReturn: AttachTo): Programs {
  const dentry = { args: { dentry: "struct dentry *" } };
  const result = exit === "fexit" ? { args: { result: "return" } } : {};
  const pairs = ["create", "mkdir", "mknod", "symlink"].map((call) => ({
    [`${entry}_${call}`]: onEntry(`vfs_${call}`, dentry),
    [`${exit}_${call}`]: onReturn(`vfs_${call}`),
  }));
  return {
    [`${entry}_open`]: onEntry("do_dentry_open", { args: { file: "struct file *" } }),
    ...Object.assign({}, ...pairs),
    [`${entry}_delete`]: onEntry("d_delete", dentry),
    [`${entry}_rename`]: onEntry("vfs_rename", {
      args: { rd: "struct renamedata *" },
      alternative: "rename",
    }),
    [`${entry}_rename_5_10`]: onEntry("vfs_rename", {
      args: { old_dentry: "struct dentry *", new_dentry: "struct dentry *" },
      alternative: "rename",
    }),
    [`${exit}_rename`]: onReturn("vfs_rename", result),
    ...closes,
  };
}

type AttachTo = (functionName: string, options?: AttachOptions) => AttachSpec;
type Programs = Record<string, AttachSpec>;

const closes = {
  on_close: tracepoint("syscalls", "sys_enter_close"),
  on_close_done: tracepoint("syscalls", "sys_exit_close"),
};

const closeLimit =
  "A file that never had a name (O_TMPFILE) is reported when close() drops its last descriptor, not when a process ends with it open.";
const keyLimit =
  "On btrfs, files of two subvolumes that have the same inode number and generation are taken for one.";
const functionLimits = [closeLimit, keyLimit];
const callLimits = ["Calls made through io_uring, and by 32-bit programs, are not seen.", ...functionLimits];

export default defineProbe({
  name: "filelife",
  summary: "Files created and deleted while watching, with their age",
  object: new URL("../bpf/filelife.bpf.o", import.meta.url),
  visibility: "file",
  options: z.object({
    fullPath: z.boolean().default(true).describe("give whole paths, not only names"),
    maxFiles: z
      .number()
      .int()
      .min(64)
      .max(1048576)
      .default(32768)
      .describe("files remembered at one time; the oldest is given up, and counted, for a newer one"),
  }),
  attachPlans: [
    plan("fentry", functionPrograms("fentry", "fexit", fentry, fexit), { limits: functionLimits }),
    plan("kprobe", functionPrograms("kprobe", "kretprobe", kprobe, kretprobe), { limits: functionLimits }),
    plan(
      "tracepoint",
      {
        on_ctime_xchg: tpBtf("ctime_ns_xchg", inode),
        on_ctime_skip: tpBtf("ctime_xchg_skip", inode),
        on_ctime_set: tpBtf("inode_set_ctime_to_ts", inode),
        on_sys_exit: sysExit,
        on_close: tracepoint("syscalls", "sys_enter_close"),
      },
      {
        limits: [
          ...callLimits,
          "On file systems that leave a deleted file's ctime alone (FUSE, NFS, 9p, vfat, mqueue) nothing is seen; plan tracepoint-names sees their regular files.",
        ],
      },
    ),
    plan(
      "tracepoint-names",
      { on_sys_exit_by_name: sysExit, on_close: tracepoint("syscalls", "sys_enter_close") },
      {
        constants: { by_name: true },
        limits: [
          ...callLimits,
          "For Linux before 6.13, where files are found by their names: directories, symlinks, fifos and sockets are not seen, nor files whose last name came from link(), unless made with O_TMPFILE: those end with their last close().",
          "At most 8 living files of one name are told apart; more are counted as lost.",
        ],
      },
    ),
  ],
  constants: ({ fullPath, maxFiles }) => ({ full_path: fullPath, max_files: maxFiles }),
  maps: ({ maxFiles }, plan) => ({
    created: { maxEntries: maxFiles },
    order: { maxEntries: 2 * maxFiles },
    names: { maxEntries: plan === "tracepoint-names" ? maxFiles : 1 },
  }),
  events: {
    deleted: record("filelife_deleted", "A file that was created while watching has lost its last name.", {
      path: string({
        describe:
          "full path, as the deleting process can name it; of a file on several mounts, by the one that it was created through",
      }),
      ageMs: durationMs({ from: "age_ns", describe: "time from creation to deletion, in milliseconds" }),
      operation: enumeration("filelife_operation", {
        describe:
          "what took its last name: unlink, rename (another file was renamed over it), rmdir; close for a file that never had one",
      }),
      kind: enumeration("filelife_kind", { describe: "file, directory, symlink, fifo, socket, …" }),
      inode: id({ describe: "inode number" }),
      creator: group(
        {
          pid: integer({ from: "creator_pid", describe: "process id" }),
          comm: text({ from: "creator_comm", describe: "thread name at the time" }),
        },
        { describe: "the process that created it" },
      ),
      truncated: flag("PROBE_FLAG_TRUNCATED", { describe: "whether the path lost its beginning" }),
      unreadable: flag("PROBE_FLAG_UNREADABLE", {
        describe: "whether the path could not be read; it is then as the call named it, or shorter, or empty",
      }),
    }),
  },
  columns: {
    deleted: [
      { field: "ageMs", title: "AGE", width: 10, align: "right" },
      { field: "operation", width: 9 },
      { field: "pid", width: 7, align: "right" },
      { field: "comm", width: 15 },
      { field: "creator.comm", title: "CREATOR", width: 15 },
      { field: "path", loses: "start" },
    ],
  },
});
