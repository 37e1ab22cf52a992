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

/** That a file's end was told: once, and with its age. A kept address that is another file's by now has another. */
const told = (title, nameOf) => ({
  title,
  expected: (truth) => between(...truth.ages[nameOf(truth)]),
  reported: (rows, truth) => {
    const found = about(rows, nameOf(truth));
    return found.length > 1 ? `${found.length} times` : found[0]?.ageMs;
  },
});

const named = (title, name) => told(title, () => name);

export default {
  name: "filelife",
  title: "Files created and deleted while watching",
  note: "A file is told when it is told once and with its age; *wrong* has the age, in milliseconds.",
  workload: "filelife.py",
  tools: [peer("filelife"), probe],
  facts: [
    named("a file created and unlinked", "plain"),
    {
      title: "… its full path",
      expected: ({ folder }) => `${folder}/plain`,
      reported: (rows) => first(rows, "plain")?.path,
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
    named("unlinked under another name than it was created with", "renamed"),
    named("renamed over", "victim"),
    named("removed by rmdir", "directory"),
    named("a symlink", "symlink"),
    named("a fifo", "fifo"),
    {
      title: "one of two links removed: not deleted",
      expected: () => absent,
      reported: (rows) => (about(rows, "link-1").length ? "told as deleted" : undefined),
    },
    named("the last link removed, which was not its first", "link-2"),
    told("O_TMPFILE, closed", ({ nameless }) => nameless),
    {
      title: "200 files in a row: how many were told",
      expected: () => 200,
      reported: (rows) => rows.filter(({ path }) => path?.includes("burst-")).length || undefined,
    },
    named("a file beside 10,000 that live on", "after-many"),
  ],
};
