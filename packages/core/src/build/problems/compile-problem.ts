import type { CompileError } from "../compile-error.js";
import type { BuildProblem } from "./problem.js";
import { ownSource, readSources, toldPlace } from "./sources.js";

/** `file:line:column: error: …` of clang, `file(line,column): error TS…: …` of TypeScript. */
const clangLine = /^(?<file>[^\s:][^:\n]*):(?<line>\d+):(?<column>\d+): (?:fatal )?error: (?<message>.*)$/gm;
const tscLine = /^(?<file>[^\s(][^(\n]*)\((?<line>\d+),(?<column>\d+)\): error (?<message>TS\d+: .*)$/gm;

/** What compilers say in words that do not help, and what to do. */
const known: readonly { readonly pattern: RegExp; readonly reason?: string; readonly remedy: string }[] = [
  {
    pattern: /BPF stack limit is exceeded|stack limit/i,
    reason: "the stack of a BPF program has 512 bytes, for all functions that call each other",
    remedy: "keep large things in a per-CPU array map, or in the record that probe_record_begin() gives",
  },
  {
    pattern: /'?(?:undeclared function|undeclared identifier|unknown type name)'? '(?:probe_|PROBE_|SEC|bpf_|__u\d)/,
    remedy: "begin the .bpf.c with #include <probekit/probe.bpf.h>, which brings all that a probe needs",
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

/** Of a name that it does not know, clang says which it takes it for, in that line or in a note behind it. */
const likeName =
  /error: (?:call to undeclared|use of undeclared|unknown type name|no member named)(?:(?!error:)[^])*?did you mean '(?<name>\w+)'/;

/** What clang or TypeScript refuses; its own words are the log. */
export function compileProblem({ message }: CompileError, folder: string): BuildProblem {
  const sources = readSources(folder);
  const errors = [...message.matchAll(clangLine), ...message.matchAll(tscLine)].map(({ groups = {} }) => ({
    message: groups.message ?? "",
    place: toldPlace(sources, {
      file: groups.file ?? "",
      line: Number(groups.line),
      column: Number(groups.column),
    }),
  }));
  const place = (errors.find((error) => ownSource(sources, error.place)) ?? errors[0])?.place;
  const explained = known.find(({ pattern }) => pattern.test(message));
  const told = errors.find((error) => explained?.pattern.test(error.message)) ?? errors[0];
  return {
    title: place && told ? `compile ${place.file}: ${told.message}` : message.trim(),
    places: place ? [place] : [],
    reason: explained?.reason,
    remedy: remedyOf(message, explained?.remedy),
    log: message,
    /* In the compiler's place where its own words are many and say less. */
    readLog: errors.length > 0 && explained?.reason === undefined,
  };
}

function remedyOf(message: string, known: string | undefined): string | undefined {
  const like = likeName.exec(message)?.groups?.name;
  if (like === undefined) return known;
  return known === undefined ? `did you mean ${like}?` : `did you mean ${like}? If not, ${known}`;
}
