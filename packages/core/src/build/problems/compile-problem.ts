import type { CompileError } from "../compile-error.js";
import { likeName } from "./like-name.js";
import type { BuildProblem, SourcePlace } from "./problem.js";
import { ownSource, readSources, type Sources, toldPlace } from "./sources.js";

/** `file:line:column: error: …` of clang, `file(line,column): error TS…: …` of TypeScript. */
const clangLine = /^(?<file>[^\s:][^:\n]*):(?<line>\d+):(?<column>\d+): (?:fatal )?error: (?<message>.*)$/gm;
const tscLine = /^(?<file>[^\s(][^(\n]*)\((?<line>\d+),(?<column>\d+)\): error (?<message>TS\d+: .*)$/gm;

interface Help {
  readonly pattern: RegExp;
  readonly reason?: string;
  readonly remedy: string;
  /** A line of C with which the remedy is there already. */
  readonly unless?: RegExp;
}

/** What compilers say in words that do not help, and what to do. */
const known: readonly Help[] = [
  {
    /* Of what is that large clang makes calls of functions that BPF does not have. */
    pattern: /BPF stack limit is exceeded|built-in function 'mem\w+' is not supported/,
    reason: "the stack of a BPF program has 512 bytes, for all functions that call each other",
    remedy: "keep large things in a per-CPU array map, or in the record that probe_record_begin() gives",
  },
  {
    pattern: /'?(?:undeclared function|undeclared identifier|unknown type name)'? '(?:probe_|PROBE_|SEC|bpf_|__u\d)/,
    remedy: "begin the .bpf.c with #include <probekit/probe.bpf.h>, which brings all that a probe needs",
    unless: /^#include <probekit\/probe\.bpf\.h>/,
  },
  {
    pattern: /'bpf\/\w+\.h' file not found/,
    remedy: "install libbpf's headers; on Debian: apt-get install libbpf-dev",
  },
  {
    pattern: /'(?:linux|asm)\/\w+\.h' file not found/,
    remedy: "install the kernel's headers for user space; on Debian: apt-get install linux-libc-dev",
  },
  {
    pattern: /no member named '(?<member>\w+)' in 'struct (?<struct>\w+)'/,
    remedy:
      "a kernel struct of probekit/vmlinux.bpf.h has the members that its own probes read; declare another flavour of it, struct NAME___mine { … } __attribute__((preserve_access_index)), and cast to that",
  },
];

interface CompilerError {
  readonly message: string;
  readonly place: SourcePlace;
  /** With the lines and notes behind it. */
  readonly text: string;
}

/**
 * What clang or TypeScript refuses; its own words are the log. Of several errors one is told: of those
 * in the author's files, or else of all, the first that has help or the first.
 */
export function compileProblem({ message }: CompileError, folder: string): BuildProblem {
  const sources = readSources(folder);
  const errors = errorsIn(message, sources);
  const own = errors.filter(({ place }) => ownSource(sources, place));
  const ranked = own.length > 0 ? own : errors;
  const told = ranked.find((error) => helpFor(error.message, sources)) ?? ranked[0];
  const help = helpFor(told?.message ?? message, sources);
  return {
    title: told ? `compile ${told.place.file}: ${told.message}` : message.trim(),
    places: told ? [told.place] : [],
    reason: help?.reason,
    remedy: remedyOf(told?.text ?? message, sources, help?.remedy),
    log: message,
    /* In the compiler's place where its own words are many and say less. */
    readLog: errors.length > 0 && help?.reason === undefined,
  };
}

function errorsIn(message: string, sources: Sources): CompilerError[] {
  const found = [...message.matchAll(clangLine), ...message.matchAll(tscLine)];
  return found.map(({ groups = {}, index }, at) => ({
    message: groups.message ?? "",
    place: toldPlace(sources, {
      file: groups.file ?? "",
      line: Number(groups.line),
      column: Number(groups.column),
    }),
    text: message.slice(index, found[at + 1]?.index),
  }));
}

function helpFor(message: string, { c }: Sources): Help | undefined {
  const help = known.find(({ pattern }) => pattern.test(message));
  const isDone = help?.unless && c.some(({ lines }) => lines.some((line) => help.unless?.test(line)));
  return isDone ? undefined : help;
}

function remedyOf(text: string, { headers }: Sources, known: string | undefined): string | undefined {
  const like = likeName(text, headers);
  if (like === undefined) return known;
  return known === undefined ? `did you mean ${like}?` : `did you mean ${like}? If not, ${known}`;
}
