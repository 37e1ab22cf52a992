// Reads and writes by file and process.
import { basename } from "node:path";
import { columns } from "../columns.mjs";
import { ours } from "../ours.mjs";
import { between } from "../verdict.mjs";

const kibibyte = 1024;
const mebibyte = 1024 * kibibyte;

/** It prints whole kibibytes, cut off. */
const kibibytes = (text) => between(Number(text) * kibibyte, Number(text) * kibibyte + kibibyte - 1);

const filetop = {
  name: "filetop",
  command: ["filetop", "--noclear", "--rows", "10000", "1"],
  ready: /^TID/m,
  rows: (stdout) =>
    columns(stdout, "TID", ["tid", "comm", "reads", "writes", "readKib", "writeKib", "type", "path"])
      .filter(({ tid }) => /^\d+$/.test(tid))
      .map(({ tid, comm, reads, writes, readKib, writeKib, path }) => ({
        ...{ tid: Number(tid), comm, path, reads: Number(reads), writes: Number(writes) },
        ...{ readBytes: kibibytes(readKib), writeBytes: kibibytes(writeKib) },
      })),
};

const probe = ours(
  "filetop",
  ({ path, pid, tid, comm, reads, readBytes, writes, writeBytes }) =>
    reads === undefined ? [] : [{ path, pid, tid, comm, reads, readBytes, writes, writeBytes }],
  ["--interval", "1s"],
);

const about = (rows, name) => rows.filter(({ path }) => basename(path ?? "") === name);

/** Of all rows about a file, over all intervals; `undefined` when there is none, or nothing was counted. */
function sum(rows, name, field) {
  const values = about(rows, name).map((row) => row[field]);
  if (values.length === 0) return undefined;
  const from = values.reduce((total, value) => total + (value.from ?? value), 0);
  const to = values.reduce((total, value) => total + (value.to ?? value), 0);
  if (from === 0) return undefined;
  return from === to ? from : between(from, to);
}

const amount = (title, name, field, expected) => ({
  title,
  expected: () => expected,
  reported: (rows) => sum(rows, name, field),
});

export default {
  name: "filetop",
  title: "Reads and writes by file",
  workload: "filetop.py",
  tools: [filetop, probe],
  facts: [
    amount("dd of 10 × 64 KiB: reads of its input", "dd-in", "reads", 10),
    amount("… bytes read", "dd-in", "readBytes", 640 * kibibyte),
    amount("… writes to its output", "dd-out", "writes", 10),
    amount("… bytes written", "dd-out", "writeBytes", 640 * kibibyte),
    amount(
      "a 4 KiB file read with a buffer of 128 KiB, and once more at its end: bytes",
      "short",
      "readBytes",
      4096,
    ),
    amount("preadv of 4 × 256 KiB: bytes read", "vector", "readBytes", mebibyte),
    amount("pwritev of 4 × 256 KiB: bytes written", "vector", "writeBytes", mebibyte),
    amount("sendfile of 1 MiB: bytes read", "sendfile-in", "readBytes", mebibyte),
    amount("… bytes written", "sendfile-out", "writeBytes", mebibyte),
    amount("copy_file_range of 1 MiB: bytes read", "copy-in", "readBytes", mebibyte),
    amount("… bytes written", "copy-out", "writeBytes", mebibyte),
    amount("splice of 64 KiB to a pipe: bytes read", "spliced", "readBytes", 64 * kibibyte),
    {
      title: "two files of one name: told apart, by their paths",
      expected: ({ folder }) => [`${folder}/one/same`, `${folder}/two/same`],
      reported: (rows) => {
        const paths = [...new Set(about(rows, "same").map(({ path }) => path))].sort();
        return paths.length > 0 ? paths : undefined;
      },
    },
    {
      title: "a thread's read: its process",
      expected: ({ pid }) => pid,
      reported: (rows) => about(rows, "by-thread").find(({ pid }) => pid !== undefined)?.pid,
    },
    {
      title: "… and its thread",
      expected: ({ tid }) => tid,
      reported: (rows) => about(rows, "by-thread").find(({ tid }) => tid !== undefined)?.tid,
    },
  ],
};
