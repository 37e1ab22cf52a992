// Calls that flush files to disk.
import { columns } from "../columns.mjs";
import { ours } from "../ours.mjs";
import { between } from "../verdict.mjs";

const calls = ["sync", "syncfs", "fsync", "fdatasync", "msync", "sync_file_range"];

const syncsnoop = {
  name: "syncsnoop-bpfcc",
  command: ["syncsnoop-bpfcc"],
  compiles: true,
  ready: /^TIME/m,
  rows: (stdout) =>
    columns(stdout, "TIME", ["time", "call"]).map(({ call }) => ({ call: call.replace("()", "") })),
};

const probe = ours("sync", ({ event, call, pid, comm, path, fd, errno, latencyMs }) =>
  event === "synced" ? [{ call, pid, comm, path, fd, result: errno ?? "success", latencyMs }] : [],
);

/** The process that made the calls, where a tool says which one it was. */
const own = (rows, { pid }) => rows.filter((row) => row.pid === undefined || row.pid === pid);
const fsync = (rows, truth) => own(rows, truth).find((row) => row.call === "fsync" && row.fd !== -1);

export default {
  name: "sync",
  title: "Calls that flush files to disk",
  workload: "sync.py",
  tools: [syncsnoop, probe],
  facts: [
    ...calls.map((call) => ({
      title: `${call}: how many calls`,
      expected: ({ counts }) => counts[call],
      reported: (rows, truth) => own(rows, truth).filter((row) => row.call === call).length || undefined,
    })),
    {
      title: "fsync: the process",
      expected: ({ pid }) => `${pid} syncer`,
      reported: (rows, truth) => {
        const row = fsync(rows, truth);
        return row?.pid && `${row.pid} ${row.comm}`;
      },
    },
    {
      title: "fsync: its file",
      expected: ({ file }) => file,
      reported: (rows, truth) => fsync(rows, truth)?.path ?? undefined,
    },
    {
      title: "fsync: how long it took, in milliseconds",
      expected: ({ fsyncMs }) => between(0.001, fsyncMs),
      reported: (rows, truth) => fsync(rows, truth)?.latencyMs,
    },
    {
      title: "fsync: that it succeeded",
      expected: () => "success",
      reported: (rows, truth) => fsync(rows, truth)?.result,
    },
    {
      title: "fsync of a closed descriptor: its error",
      expected: () => "EBADF",
      reported: (rows, truth) => own(rows, truth).find(({ fd }) => fd === -1)?.result,
    },
    {
      title: "msync: its file",
      expected: ({ file }) => file,
      reported: (rows, truth) => own(rows, truth).find(({ call }) => call === "msync")?.path ?? undefined,
    },
  ],
};
