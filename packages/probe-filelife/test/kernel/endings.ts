import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import net from "node:net";

type At = (...names: string[]) => string;

export interface Ending {
  readonly title: string;
  readonly run: (at: At) => void | Promise<void>;
  /** Operation, kind and name of each file whose end must be told, in order. */
  readonly ends: readonly (readonly [operation: string, kind: string, name: string])[];
  /** The last name came from link(). */
  readonly linked?: true;
}

const create = (...paths: string[]) => {
  for (const path of paths) fs.writeFileSync(path, "");
};

/** The ways in which a file can end. */
export const endings: readonly Ending[] = [
  {
    title: "a rename over it",
    run(at) {
      create(at("old"), at("new"));
      fs.renameSync(at("new"), at("old"));
    },
    ends: [["rename", "file", "old"]],
  },
  {
    title: "a rename over it from another folder",
    run(at) {
      fs.mkdirSync(at("d"));
      create(at("d/new"), at("old"));
      fs.renameSync(at("d/new"), at("old"));
    },
    ends: [["rename", "file", "old"]],
  },
  {
    title: "mv over it",
    run(at) {
      create(at("one"), at("two"));
      spawnSync("mv", ["-f", at("one"), at("two")]);
    },
    ends: [["rename", "file", "two"]],
  },
  {
    title: "unlink under another name",
    run(at) {
      create(at("x"));
      fs.renameSync(at("x"), at("y"));
      fs.unlinkSync(at("y"));
    },
    ends: [["unlink", "file", "y"]],
  },
  {
    title: "unlink while it is open",
    run(at) {
      const open = fs.openSync(at("o"), "w");
      fs.unlinkSync(at("o"));
      fs.closeSync(open);
    },
    ends: [["unlink", "file", "o"]],
  },
  {
    title: "unlink beside others of its name",
    run(at) {
      for (const folder of ["n1", "n2", "n3"]) {
        fs.mkdirSync(at(folder));
        create(at(folder, "same"));
      }
      fs.unlinkSync(at("n2/same"));
    },
    ends: [["unlink", "file", "n2/same"]],
  },
  {
    title: "unlink of its last link, which was not its first",
    run(at) {
      create(at("l1"));
      fs.linkSync(at("l1"), at("l2"));
      fs.unlinkSync(at("l1"));
      fs.unlinkSync(at("l2"));
    },
    ends: [["unlink", "file", "l2"]],
    linked: true,
  },
  {
    title: "unlink of its last link while it is open",
    run(at) {
      const open = fs.openSync(at("m1"), "w");
      fs.linkSync(at("m1"), at("m2"));
      fs.unlinkSync(at("m1"));
      fs.unlinkSync(at("m2"));
      fs.closeSync(open);
    },
    ends: [["unlink", "file", "m2"]],
    linked: true,
  },
  {
    title: "rmdir",
    run(at) {
      fs.mkdirSync(at("dir"));
      fs.rmdirSync(at("dir"));
    },
    ends: [["rmdir", "directory", "dir"]],
  },
  {
    title: "a directory renamed over it",
    run(at) {
      fs.mkdirSync(at("e1"));
      fs.mkdirSync(at("e2"));
      fs.renameSync(at("e1"), at("e2"));
    },
    ends: [["rename", "directory", "e2"]],
  },
  {
    title: "rm -r, innermost first",
    run(at) {
      fs.mkdirSync(at("t/u"), { recursive: true });
      create(at("t/u/f"));
      spawnSync("rm", ["-r", at("t")]);
    },
    ends: [
      ["unlink", "file", "t/u/f"],
      ["rmdir", "directory", "t/u"],
      ["rmdir", "directory", "t"],
    ],
  },
  {
    title: "unlink of a symlink",
    run(at) {
      fs.symlinkSync("nowhere", at("s"));
      fs.unlinkSync(at("s"));
    },
    ends: [["unlink", "symlink", "s"]],
  },
  {
    title: "unlink of a fifo",
    run(at) {
      spawnSync("mkfifo", [at("p")]);
      fs.unlinkSync(at("p"));
    },
    ends: [["unlink", "fifo", "p"]],
  },
  {
    title: "the close of a bound socket",
    async run(at) {
      const server = net.createServer().listen(at("socket"));
      await new Promise((resolve) => server.on("listening", resolve));
      await new Promise((resolve) => server.close(resolve));
    },
    ends: [["unlink", "socket", "socket"]],
  },
];
