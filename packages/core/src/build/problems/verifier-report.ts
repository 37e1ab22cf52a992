/** A line of C as the verifier prints it. */
export interface PrintedLine {
  readonly text: string;
  /** File and line from Linux 6.10 on: the file without its folder. */
  readonly file: string | undefined;
  readonly line: number | undefined;
}

/** A step of the verifier's walk through a program. */
export interface Step {
  readonly instruction: number;
  /** What it was made from; `undefined` where the log does not say. */
  readonly source: PrintedLine | undefined;
}

/** What a verifier's log says of the way to the instruction that it refuses. */
export interface VerifierReport {
  readonly program: string | undefined;
  /** What it objects to: all lines behind the last instruction. */
  readonly message: string;
  readonly steps: readonly Step[];
  /** The last that is known of each register, by name: `R0` → `map_value_or_null(id=2,map=calls)`. */
  readonly registers: ReadonlyMap<string, string>;
}

/** Libbpf (`fixup_log_failed_core_relo`) puts its own words in the place of some, and their source is gone. */
const instructionLine = /^(\d+): (\([0-9a-f]{2}\) |<)/;
const sourceLine = /^; (.*?)(?: @ (\S+):(\d+))?$/;
const register = /\b([RW]\d+)(?:_\w+)?=(\S+)/g;
/** Lines behind the message that say no more. */
const closing = /^((cur|old) state: |processed \d+ insns|verification time|stack depth|-- END|libbpf: |mark_precise|$)/;

export function readVerifierLog(log: string): VerifierReport {
  const steps: Step[] = [];
  const registers = new Map<string, string>();
  let source: PrintedLine | undefined;
  let message: string[] = [];
  let isOver = false;
  for (const line of log.split("\n").map((text) => text.trim())) {
    if (line.startsWith("-- END")) isOver = true;
    if (isOver || closing.test(line)) continue;
    const printed = sourceLine.exec(line);
    const [, instruction, kind] = instructionLine.exec(line) ?? [];
    if (printed && line.startsWith("; ")) {
      const [, text = "", file, number] = printed;
      source = { text, file, line: number === undefined ? undefined : Number(number) };
    }
    if (instruction !== undefined) steps.push({ instruction: Number(instruction), source: kind === "<" ? undefined : source });
    for (const [, name = "", value = ""] of line.matchAll(register)) registers.set(name, value);
    const isState = /^(\d+: |from \d+ to|R\d+[=_]|; )/.test(line);
    message = isState ? [] : [...message, line];
  }
  const program = /prog '(\w+)'/.exec(log)?.[1];
  return { program, message: message.filter((line) => !line.startsWith("-- BEGIN")).join("\n"), steps, registers };
}
