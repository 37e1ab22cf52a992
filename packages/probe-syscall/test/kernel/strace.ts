import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** A call as strace has printed it. */
export interface StraceCall {
  readonly name: string;
  readonly args: readonly string[];
  readonly result: string;
  readonly line: string;
}

/** `undefined` where there is none. */
export function straceVersion(): string | undefined {
  try {
    return execFileSync("strace", ["--version"], { encoding: "utf8" }).split("\n")[0];
  } catch {
    return undefined;
  }
}

/** Attaches strace to a process and all that it starts; a file for each, `<prefix>.<pid>`. */
export async function attachStrace(pid: number, prefix: string): Promise<ChildProcess> {
  const strace = spawn("strace", ["-ff", "-o", prefix, "-p", String(pid)], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  strace.stderr.setEncoding("utf8");
  let said = "";
  await new Promise<void>((resolve, reject) => {
    strace.stderr.on("data", (text) => {
      said += text;
      if (said.includes("attached")) resolve();
    });
    strace.once("exit", () => reject(new Error(`strace could not attach: ${said}`)));
  });
  return strace;
}

export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}

/** By process. */
export function readStrace(prefix: string): Map<number, StraceCall[]> {
  const folder = path.dirname(prefix);
  const files = readdirSync(folder).filter((name) => name.startsWith(`${path.basename(prefix)}.`));
  return new Map(
    files.map((name) => [
      Number(name.split(".").at(-1)),
      readFileSync(path.join(folder, name), "latin1").split("\n").flatMap(parseLine),
    ]),
  );
}

/** Signals and ends, `--- … ---` and `+++ … +++`, are no calls. */
function parseLine(line: string): StraceCall[] {
  const [, name, rest] = /^(\w+)\((.*)$/.exec(line) ?? [];
  if (name === undefined || rest === undefined) return [];
  const { args, end } = splitArguments(rest);
  const [, result = ""] = /^\)\s+= (.*)$/.exec(rest.slice(end)) ?? [];
  return [{ name, args: args.map(withoutComment), result: withoutExplanation(result), line }];
}

/** Splits at the commas that are in no string and no bracket, up to the closing parenthesis. */
function splitArguments(text: string): { args: string[]; end: number } {
  const args: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (character === '"') {
      for (at++; text[at] !== '"'; at++) if (text[at] === "\\") at++;
    } else if ("([{".includes(character)) depth++;
    else if (depth > 0 && ")]}".includes(character)) depth--;
    else if (depth === 0 && (character === "," || character === ")")) {
      if (at > start) args.push(text.slice(start, at).trim());
      start = at + 1;
      if (character === ")") return { args, end: at };
    }
  }
  throw new Error(`no end of the arguments in ${text}`);
}

/** strace explains some values: an address by what is there, a time by its date. */
function withoutComment(text: string): string {
  return text.replaceAll(/ \/\* .*? \*\//g, "");
}

/** And results: an errno by its message, a bit mask by its names. */
function withoutExplanation(text: string): string {
  return text.replace(/ \([^)]*\)$/, "");
}
