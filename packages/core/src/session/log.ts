import { textUpToNul } from "../decode/bytes-to-text.js";
import type { Clock } from "../decode/clock.js";
import type { RecordBuffer } from "../decode/record-buffer.js";
import type { Btf } from "../kernel/btf.js";
import { bindOwnRecord, type OwnRecord } from "../layout/own-record.js";

export type LogLevel = "error" | "warn" | "info" | "debug";

/** A line that a BPF program sent with `probe_log()`. */
export interface LogLine {
  readonly probe: string;
  readonly level: LogLevel;
  readonly timeMs: number;
  readonly pid: number;
  readonly tid: number;
  readonly text: string;
}

/** In the order of `enum probe_log_level` of probekit/log.bpf.h. */
const levels: readonly LogLevel[] = ["error", "warn", "info", "debug"];

const members = ["pid", "tid", "level", "arg_count", "string_args", "args", "text", "strings"] as const;

/** Where the members of `struct probe_log_record` are. */
export type LogLayout = OwnRecord<(typeof members)[number]>;

/** @throws {ProbeError} `ERR_RECORD_LAYOUT` */
export function bindLogRecord(btf: Btf): LogLayout {
  return bindOwnRecord(btf, "probe_log_record", members);
}

/**
 * @param probeName gives the name for the session's number of a probe.
 * @returns `undefined` for a record that is too short to be one.
 */
export function readLogLine(
  { buffer, clock, layout }: { buffer: RecordBuffer; clock: Clock; layout: LogLayout },
  probeName: (number: number) => string,
  base: number,
  length: number,
): LogLine | undefined {
  if (length < layout.sizeBytes) return undefined;
  const { u16, u32 } = buffer;
  const { offsets, types } = layout;
  const half = (offset: number) => u16[(base + offset) >>> 1] as number;
  const word = (offset: number) => u32[(base + offset) >>> 2] as number;
  return {
    probe: probeName(half(8)),
    level: levels[half(offsets.level) - 1] ?? "info",
    timeMs: clock.timeMs(word(0), word(4)),
    pid: word(offsets.pid),
    tid: word(offsets.tid),
    text: formatLog(
      textUpToNul(buffer.bytes, base + offsets.text, types.text.sizeBytes),
      logArguments(buffer, layout, base),
    ),
  };
}

function logArguments(buffer: RecordBuffer, { offsets, types }: LogLayout, base: number) {
  const room = types.args.kind === "array" ? types.args.length : 0;
  const count = Math.min(buffer.u16[(base + offsets.arg_count) >>> 1] as number, room);
  const strings = buffer.u32[(base + offsets.string_args) >>> 2] as number;
  const stringBytes = types.strings.sizeBytes / room;
  return Array.from({ length: count }, (_, index) =>
    strings & (1 << index)
      ? textUpToNul(buffer.bytes, base + offsets.strings + index * stringBytes, stringBytes)
      : (buffer.u64[(base + offsets.args) / 8 + index] as bigint),
  );
}

/**
 * Puts arguments into `%u %d %x` and their `l` and `ll` forms, and into `%s`. What an argument is
 * goes before what its directive says; a directive without an argument stays.
 */
export function formatLog(format: string, args: readonly (bigint | string)[]): string {
  let next = 0;
  return format.replace(/%(%|(l{0,2})([udxs]))/g, (directive, whole: string, longs: string, type: string) => {
    if (whole === "%") return "%";
    const argument = args[next++];
    if (argument === undefined) return directive;
    if (typeof argument === "string") return argument;
    const bits = longs ? 64 : 32;
    if (type === "d") return String(BigInt.asIntN(bits, argument));
    return BigInt.asUintN(bits, argument).toString(type === "x" ? 16 : 10);
  });
}
