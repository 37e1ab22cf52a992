import {
  boolean,
  defineProbe,
  enumeration,
  fentry,
  fexit,
  id,
  integer,
  mapped,
  plan,
  table,
  text,
  tpBtf,
  z,
} from "@probekit/core";
import { findDirectory } from "./directory.js";

/** One of the two where io_uring tells of requests, from Linux 5.19 on; none before that. */
const requests = {
  on_request: tpBtf("io_uring_complete", {
    args: { ring: "struct io_ring_ctx *", request: "void *" },
    optional: true,
  }),
  on_request_untyped: tpBtf("io_uring_complete", {
    args: { ring: "void *", request: "void *" },
    optional: true,
  }),
};

/** The calls of functions.bpf.h, as their functions are called. */
const calls = [
  ...["read", "pread64", "readv", "preadv", "preadv2"],
  ...["write", "pwrite64", "writev", "pwritev", "pwritev2"],
  ...["sendfile64", "splice", "copy_file_range", "tee"],
  ...["recvfrom", "recvmsg", "sendto", "sendmsg"],
];

/** What the functions of system calls begin with, here. */
const prefix = process.arch === "arm64" ? "__arm64_sys_" : "__x64_sys_";

const functions = Object.fromEntries(
  calls.flatMap((call) => [
    [`begins_${call}`, fentry(prefix + call)],
    [`ends_${call}`, fexit(prefix + call, { args: { result: "return" } })],
  ]),
);

const limits = [
  "What is read and written through mmap, and by aio (io_submit), is not seen.",
  "Calls through io_uring are seen from Linux 5.19 on, without splice and multishot requests; where a worker of the kernel has made one, filters by comm and tid are about the worker.",
  "recvmmsg, sendmmsg and vmsplice are not seen; what recv and recvmsg only peek at is counted as read.",
  "Where the kernel lets programs be preempted (fentry with a preemptible kernel, tracepoints of system calls from Linux 7.0 on), calls that other tasks make on that processor meanwhile are counted as missed and are in no row.",
  "On btrfs, files of two subvolumes that have the same inode number and generation are taken for one.",
  "With the option directory, files more than 128 directories and mounts below it are not told.",
];

const inBytes = "bytes that were moved, as the calls have returned";

export default defineProbe({
  name: "filetop",
  summary: "Reads and writes of files, counted by file and thread",
  object: new URL("../bpf/filetop.bpf.o", import.meta.url),
  visibility: "file",
  options: z.object({
    all: z
      .boolean()
      .default(false)
      .describe("count pipes, sockets, devices and anonymous inodes too, not only regular files"),
    byProcess: z.boolean().default(false).describe("one row for all threads of a process"),
    fullPath: z.boolean().default(true).describe("give whole paths, not only names"),
    directory: z
      .string()
      .default("")
      .describe("only files below this directory, on whatever file system; empty for all"),
    maxFiles: z
      .number()
      .int()
      .min(64)
      .max(1048576)
      .default(8192)
      .describe("rows in one interval; what finds no room is counted as lost"),
  }),
  attachPlans: [
    plan(
      "fentry",
      { ...functions, ...requests },
      {
        limits: [
          ...limits,
          "Of threads that share their descriptors and whose ids differ by a multiple of 8192, only one at a time is seen to begin a call: of another's meanwhile the file is the one that the descriptor stands for when it ends.",
          "32-bit programs are not seen.",
        ],
      },
    ),
    plan(
      "tracepoint",
      { on_sys_exit: tpBtf("sys_exit", { args: { regs: "struct pt_regs *", ret: "long" } }), ...requests },
      {
        limits: [
          ...limits,
          "The file is the one that the descriptor stands for when the call ends: another one, when another thread has put it there during the call; when it has closed it, the call is counted as lost.",
          "32-bit programs are seen on x86 only.",
        ],
      },
    ),
  ],
  constants: ({ all, byProcess, fullPath, directory }) => {
    const { inode, dev } = directory ? findDirectory(directory) : { inode: 0n, dev: 0 };
    return {
      all_types: all,
      by_process: byProcess,
      full_path: fullPath,
      directory_inode: inode,
      directory_dev: dev,
    };
  },
  maps: ({ maxFiles }) => ({ files_a: { maxEntries: maxFiles }, files_b: { maxEntries: maxFiles } }),
  events: {},
  tables: {
    files: table(
      { key: "filetop_key", value: "filetop_row" },
      "What each thread has read from and written to each file in an interval.",
      {
        path: mapped(
          text({
            describe:
              "full path of the file, as the thread can name it, where it was first seen in the interval; of what is in no directory the kernel's name (a memfd, an anonymous inode, a socket); null where there is none (a pipe)",
          }),
          { type: ["string", "null"] },
          (path) => (path === "" ? null : path),
        ),
        type: enumeration("filetop_type", {
          describe: "regular, pipe, socket, characterDevice, blockDevice or anonymous",
        }),
        pid: integer({ describe: "process id" }),
        tid: integer({ describe: "thread id; the process's with byProcess" }),
        comm: text({ describe: "thread name; that of the main thread with byProcess" }),
        reads: integer({
          describe: "calls that read, those at the end of the file too; not those that failed",
        }),
        readBytes: integer({ describe: inBytes }),
        writes: integer({ describe: "calls that wrote; not those that failed" }),
        writeBytes: integer({ describe: inBytes }),
        inode: id({ describe: "inode number" }),
        device: mapped(
          integer({
            from: "dev",
            describe: "device of the file system, major:minor as in /proc/self/mountinfo",
          }),
          { type: "string" },
          (dev) => `${dev >>> 20}:${dev & 0xfffff}`,
        ),
        truncated: boolean({ describe: "whether the path lost its beginning: more than 511 bytes" }),
      },
      {
        orders: {
          all: ["readBytes", "writeBytes"],
          reads: ["reads"],
          writes: ["writes"],
          readBytes: ["readBytes"],
          writeBytes: ["writeBytes"],
        },
      },
    ),
  },
  columns: {
    files: [
      { field: "tid", width: 7, align: "right" },
      { field: "comm", width: 15 },
      { field: "reads", width: 8, align: "right" },
      { field: "writes", width: 8, align: "right" },
      { field: "readBytes", title: "READ", width: 10, align: "right", unit: "bytes" },
      { field: "writeBytes", title: "WRITTEN", width: 10, align: "right", unit: "bytes" },
      { field: "path", loses: "start" },
    ],
  },
});
