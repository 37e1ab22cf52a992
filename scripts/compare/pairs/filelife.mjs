// Files that are created and deleted while watching.
import { basename } from "node:path";
import { columns } from "../columns.mjs";
import { ours } from "../ours.mjs";
import { absent, between } from "../verdict.mjs";

const names = ["time", "pid", "comm", "age", "path"];

/** Ages are printed in hundredths of a second. */
const peer = (name) => ({
  name,
  command: [name],
  ready: /^TIME/m,
  rows: (stdout) =>
    columns(stdout, "TIME", names).map(({ pid, comm, age, path }) => {
      const ageMs = Number(age) * 1000;
      return { pid: Number(pid), comm, ageMs: between(ageMs - 10, ageMs + 10), path };
    }),
});

const probe = ours("filelife", ({ event, pid, comm, ageMs, path, creator, operation }) =>
  event === "deleted" ? [{ pid, comm, ageMs, path, creator, operation }] : [],
);

const about = (rows, name) => rows.filter(({ path }) => basename(path ?? "") === name);
const first = (rows, name) => about(rows, name)[0];

/** That a file's end was told, once. */
const told = (title, name) => ({
  title,
  expected: () => 1,
  reported: (rows) => about(rows, name).length || undefined,
});

export default {
  name: "filelife",
  title: "Files created and deleted while watching",
  workload: "filelife.py",
  tools: [peer("filelife"), probe],
  facts: [
    told("a file created and unlinked", "plain"),
    {
      title: "… its full path",
      expected: ({ folder }) => `${folder}/plain`,
      reported: (rows) => first(rows, "plain")?.path,
    },
    {
      title: "… its age in milliseconds",
      expected: ({ plain }) => between(...plain.ageMs),
      reported: (rows) => first(rows, "plain")?.ageMs,
    },
    {
      title: "… the process that deleted it",
      expected: ({ plain }) => `${plain.pid} deleter`,
      reported: (rows) => first(rows, "plain") && `${first(rows, "plain").pid} ${first(rows, "plain").comm}`,
    },
    {
      title: "… the process that created it",
      expected: ({ plain }) => `${plain.creator} creator`,
      reported: (rows) => {
        const creator = first(rows, "plain")?.creator;
        return creator && `${creator.pid} ${creator.comm}`;
      },
    },
    told("unlinked under another name than it was created with", "renamed"),
    told("renamed over", "victim"),
    told("removed by rmdir", "directory"),
    told("a symlink", "symlink"),
    told("a fifo", "fifo"),
    {
      title: "one of two links removed: not deleted",
      expected: () => absent,
      reported: (rows) => (about(rows, "link-1").length ? "told as deleted" : undefined),
    },
    told("the last link removed, which was not its first", "link-2"),
    {
      title: "O_TMPFILE, closed",
      expected: () => 1,
      reported: (rows, { nameless }) => about(rows, nameless).length || undefined,
    },
    {
      title: "200 files in a row: how many were told",
      expected: () => 200,
      reported: (rows) => rows.filter(({ path }) => path?.includes("burst-")).length || undefined,
    },
    told("a file beside 10,000 that live on", "after-many"),
  ],
};
