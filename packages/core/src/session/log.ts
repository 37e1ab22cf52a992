import { bytesToText } from "../decode/bytes-to-text.js";
import type { Clock } from "../decode/clock.js";
import type { RecordBuffer } from "../decode/record-buffer.js";
import { ProbeError } from "../errors/probe-error.js";
import type { Btf } from "../kernel/btf.js";
import { resolveMember } from "../layout/member.js";

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

/** Where the members of `struct probe_log_record` are. */
export interface LogLayout {
  readonly sizeBytes: number;
  readonly offsets: Readonly<Record<(typeof members)[number], number>>;
  readonly args: number;
  readonly textBytes: number;
}

const members = ["pid", "tid", "level", "arg_count", "args", "text"] as const;

/**
 * Reads the layout from the BTF of the session's own object, which is built from the same
 * headers as the probes' objects.
 *
 * @throws {ProbeError} `ERR_RECORD_LAYOUT`
 */
export function bindLogRecord(btf: Btf): LogLayout {
  const fail = (message: string): never => {
    throw new ProbeError("ERR_RECORD_LAYOUT", {
      probe: "session",
      operation: "bind",
      object: "struct probe_log_record",
      message,
    });
  };
  const struct =
    btf.struct("probe_log_record") ?? fail("not in the object's BTF; build @probekit/core again");
  const find = (name: string) => {
    const member = resolveMember(struct, name);
    return "missing" in member ? fail(`no member ${name}`) : member;
  };
  const args = find("args").type;
  return {
    sizeBytes: struct.sizeBytes,
    offsets: Object.fromEntries(
      members.map((name) => [name, find(name).offsetBytes]),
    ) as LogLayout["offsets"],
    args: args.kind === "array" ? args.length : 0,
    textBytes: find("text").type.sizeBytes,
  };
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
  const { u16, u32, u64, bytes } = buffer;
  const { offsets } = layout;
  const word = (offset: number) => u32[(base + offset) >>> 2] as number;
  const args = Array.from(
    { length: Math.min(word(offsets.arg_count), layout.args) },
    (_, index) => u64[(base + offsets.args) / 8 + index] ?? 0n,
  );
  const text = bytes.subarray(base + offsets.text, base + offsets.text + layout.textBytes);
  const end = text.indexOf(0);
  return {
    probe: probeName(u16[(base + 8) >>> 1] as number),
    level: levels[word(offsets.level) - 1] ?? "info",
    timeMs: clock.timeMs(word(0), word(4)),
    pid: word(offsets.pid),
    tid: word(offsets.tid),
    text: formatLog(bytesToText(text, 0, end < 0 ? text.length : end), args),
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
