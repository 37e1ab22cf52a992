import {
  defineProbe,
  enumeration,
  errno,
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
  tpBtf,
  z,
} from "@probekit/core";

/** `OPEN_NONE` in bpf/open.h. */
const none = 0xffff_ffff;

const text: JsonSchema = { type: "string" };
const textOrNull: JsonSchema = { type: ["string", "null"] };

/** The call as the kernel spells it, for the one whose name has more than one word. */
function kernelName(call: string): string {
  return call === "openByHandleAt" ? "open_by_handle_at" : call;
}

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
      "tracepoint",
      { on_sys_exit: tpBtf("sys_exit", { args: { regs: "struct pt_regs *", ret: "long" } }) },
      {
        limits: [
          "Opens through io_uring, by 32-bit programs, and by the kernel itself (an exec's program and its interpreter) are not seen.",
          "Names, and the flags of openat2, are read from the caller's memory when the call ends: another thread may have changed them since.",
          "Where another thread has closed the new descriptor by then, the path of a relative name is missing; where it has opened another file as the same number, it is that file's.",
        ],
      },
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
        enumeration("open_call", { describe: "open, creat, openat, openat2 or open_by_handle_at" }),
        text,
        kernelName,
      ),
      path: mapped(
        string({
          describe:
            "full path: an absolute name as it was passed, unless `realPath` is asked for; a relative one as the kernel has found it and the process can name it (`directory/#inode` for O_TMPFILE), or, when it has found nothing, as it was passed behind the path of its directory. null when there is none: without `fullPath`, for a name that is empty or could not be read, for a directory's descriptor that is not open, for a handle that was not found, for a file that is in no directory (a pipe through /proc)",
        }),
        textOrNull,
        (path) => (path === "" ? null : path),
      ),
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
        integer({ describe: "`RESOLVE_BENEATH`, …, `0`; null for calls other than openat2" }),
        textOrNull,
        (resolve) => (resolve === none ? null : OPEN_RESOLVE.text(resolve)),
      ),
      fd: mapped(
        integer({ from: "ret", describe: "the new descriptor; null on failure" }),
        { type: ["integer", "null"] },
        (ret) => (ret < 0 ? null : ret),
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
