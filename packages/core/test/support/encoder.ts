import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** A line of test/args/encode.c, without index and flags. */
export type Words = readonly [kind: string, ...(string | number | bigint)[]];

/** An argument as the encoder is told of it. */
export interface SentArg {
  readonly index: number;
  readonly flags: number;
  readonly words: Words;
}

/** A `struct call` of test/args/encode.c. */
export interface Call {
  readonly event: number;
  readonly number: number;
  /** What is in the tail before the blocks, which then need padding. */
  readonly note: Uint8Array;
  /** `undefined` for a block that was not begun. */
  readonly args?: readonly SentArg[] | undefined;
  readonly made?: readonly SentArg[] | undefined;
}

/** The session's number of the probe that all calls are of. */
export const callProbe = 7;

let program: string | undefined;

/** The program of test/args/encode.c. */
function encoder(): string {
  if (program) return program;
  const folder = mkdtempSync(path.join(os.tmpdir(), "probekit-encode-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const built = path.join(folder, "encode");
  execFileSync("cc", [
    "-Wall",
    "-Werror",
    "-I",
    file("../../include"),
    "-o",
    built,
    file("../args/encode.c"),
  ]);
  program = built;
  return program;
}

/** The records as a ring gives them, one behind the other. */
export function encode(calls: readonly Call[]): Buffer {
  return execFileSync(encoder(), { input: calls.map(describe).join("") });
}

/** Bytes as the encoder reads them. */
export const hexWord = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex") || "-";

function describe({ event, number, note, ...blocks }: Call): string {
  const lines = [`record ${callProbe} ${event} 0 0 ${number} ${hexWord(note)}`];
  for (const member of ["args", "made"] as const) {
    const list = blocks[member];
    if (!list) continue;
    lines.push(member);
    for (const { index, flags, words } of list) {
      const [kind, ...rest] = words;
      lines.push([kind, index, flags, ...rest].join(" "));
    }
  }
  return `${lines.join("\n")}\nend\n`;
}
