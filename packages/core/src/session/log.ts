import { bytesToText } from "../decode/bytes-to-text.js";
import type { Clock } from "../decode/clock.js";
import type { RecordBuffer } from "../decode/record-buffer.js";

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

const levels: readonly LogLevel[] = ["error", "warn", "info", "debug"];

/** Offsets in `struct probe_log_record` of probekit/wire.h. */
const at = { pid: 16, tid: 20, level: 24, argCount: 28, args: 32, text: 64, end: 168 } as const;

/** @param probeName gives the name for the session's number of a probe. */
export function readLogLine(
  buffer: RecordBuffer,
  clock: Clock,
  probeName: (number: number) => string,
  base: number,
): LogLine {
  const { u16, u32, u64, bytes } = buffer;
  const word = (offset: number) => u32[(base + offset) >>> 2] as number;
  const args = Array.from(
    { length: Math.min(word(at.argCount), 4) },
    (_, index) => u64[(base + at.args) / 8 + index] ?? 0n,
  );
  const end = bytes.indexOf(0, base + at.text);
  const format = bytesToText(bytes, base + at.text, Math.min(end < 0 ? base + at.end : end, base + at.end));
  return {
    probe: probeName(u16[(base + 8) >>> 1] as number),
    level: levels[word(at.level) - 1] ?? "info",
    timeMs: clock.timeMs(word(0), word(4)),
    pid: word(at.pid),
    tid: word(at.tid),
    text: formatLog(format, args),
  };
}

/** Puts arguments into `%u %d %x` and their `l` and `ll` forms; a directive without an argument stays. */
export function formatLog(format: string, args: readonly bigint[]): string {
  let next = 0;
  return format.replace(/%(%|(l{0,2})([udx]))/g, (directive, whole: string, longs: string, type: string) => {
    if (whole === "%") return "%";
    const argument = args[next++];
    if (argument === undefined) return directive;
    const bits = longs ? 64 : 32;
    if (type === "d") return String(BigInt.asIntN(bits, argument));
    return BigInt.asUintN(bits, argument).toString(type === "x" ? 16 : 10);
  });
}
