import {
  defineProbe,
  enumeration,
  errno,
  fentry,
  fexit,
  flag,
  integer,
  type JsonSchema,
  MODE,
  mapped,
  OPEN_FLAGS,
  OPEN_RESOLVE,
  plan,
  record,
  string,
  stringOrNull,
  tpBtf,
  z,
} from "@probekit/core";

/** `OPEN_NONE` in bpf/open.h. */
const none = 0xffff_ffff;

const text: JsonSchema = { type: "string" };
const textOrNull: JsonSchema = { type: ["string", "null"] };

/** The calls as the kernel spells them whose names have more than one word. */
const kernelNames: ReadonlyMap<string, string> = new Map([
  ["openByHandleAt", "open_by_handle_at"],
  ["ioUring", "io_uring"],
]);

const sysExit = tpBtf("sys_exit", { args: { regs: "struct pt_regs *", ret: "long" } });

const limits = [
  "Opens by 32-bit programs, and by the kernel itself (an exec's program and its interpreter), are not seen.",
  "The names given to system calls, and the flags of openat2, are read from the caller's memory when the call ends: another thread may have changed them since.",
  "Where another thread has closed the new descriptor by then, the path of a relative name is missing; where it has opened another file as the same number, it is that file's.",
];

export default defineProbe({
  name: "open",
  summary: "Files opened, by whom and how; the failed opens too",
  object: new URL("../bpf/open.bpf.o", import.meta.url),
  visibility: "file",
  options: z.object({
    failed: z.boolean().default(true).describe("report opens that fail, with the reason"),
    onlyFailed: z.boolean().default(false).describe("report nothing but these"),
    fullPath: z.boolean().default(true).describe("give the path from the root beside the name"),
    realPath: z
      .boolean()
      .default(false)
      .describe("give the path that the kernel has found for absolute names too, without symlinks and dots"),
  }),
  attachPlans: [
    plan(
      "fentry",
      {
        on_sys_exit: sysExit,
        io_open_begins: fentry("io_openat2", { args: { req: "struct io_kiocb *" } }),
        io_open_ends: fexit("io_openat2", { args: { req: "struct io_kiocb *", result: "return" } }),
      },
      {
        limits: [
          ...limits,
          "An open through io_uring is told as by the thread that makes it, which may be a worker of the ring's process.",
          "At most 1024 opens through io_uring at one moment are followed; more are counted as lost.",
        ],
      },
    ),
    plan(
      "tracepoint",
      { on_sys_exit: sysExit },
      { limits: ["Opens through io_uring are not seen.", ...limits] },
    ),
  ],
  constants: ({ failed, onlyFailed, fullPath, realPath }) => ({
    successful_opens: !onlyFailed,
    failed_opens: failed || onlyFailed,
    full_path: fullPath,
    real_path: realPath,
  }),
  events: {
    opened: record("open_opened", "A call that opens a file has ended.", {
      call: mapped(
        enumeration("open_call", {
          describe: "open, creat, openat, openat2, open_by_handle_at, or io_uring",
        }),
        text,
        (call) => kernelNames.get(call) ?? call,
      ),
      path: stringOrNull({
        describe:
          "full path: an absolute name as it was passed, unless `realPath` is asked for; a relative one as the kernel has found it and the process can name it (`directory/#inode` for O_TMPFILE), or, when it has found nothing, as it was passed behind the path of its directory. null when there is none: without `fullPath`, for a name that is empty or could not be read, for a directory's descriptor that is not open, for a handle that was not found, for a file that is in no directory (a pipe through /proc)",
      }),
      name: string({ describe: "as the call was given it; empty for open_by_handle_at" }),
      flags: mapped(
        integer({ describe: "`O_RDWR|O_CREAT|O_CLOEXEC`, as the call was given them" }),
        text,
        OPEN_FLAGS.text,
      ),
      mode: mapped(
        integer({
          describe:
            "permissions for a new file, `0644`, before the umask; null without O_CREAT and O_TMPFILE",
        }),
        textOrNull,
        (mode) => (mode === none ? null : MODE.text(mode)),
      ),
      resolve: mapped(
        integer({ describe: "`RESOLVE_BENEATH`, …, `0`; null for other calls than openat2 and io_uring" }),
        textOrNull,
        (resolve) => (resolve === none ? null : OPEN_RESOLVE.text(resolve)),
      ),
      fd: mapped(
        integer({ describe: "the new descriptor; null on failure, and for a slot of an io_uring" }),
        { type: ["integer", "null"] },
        (fd) => (fd < 0 ? null : fd),
      ),
      errno: errno({ from: "ret", describe: "name of the error, null on success" }),
      truncated: flag("PROBE_FLAG_TRUNCATED", {
        describe: "whether the name lost its end, or the path its beginning",
      }),
      unreadable: flag("PROBE_FLAG_UNREADABLE", {
        describe:
          "whether something could not be read: the name, which is then empty, openat2's flags, or the path",
      }),
    }),
  },
  columns: {
    opened: [
      { field: "pid", width: 7, align: "right" },
      { field: "comm", width: 15 },
      { field: "fd", width: 4, align: "right" },
      { field: "errno", title: "RESULT", width: 8 },
      { field: "flags", width: 30 },
      { field: "path", loses: "start" },
    ],
  },
});
