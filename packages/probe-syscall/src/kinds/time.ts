import { TIMESPEC, type TimeSpec } from "@probekit/core";
import type { Kind } from "./kind.js";
import { decimal, type StructReader, struct } from "./struct.js";

export interface Timeval {
  readonly sec: bigint;
  readonly usec: bigint;
}

const timespecSchema = { sec: decimal, nsec: decimal };
const timevalMembers = { sec: decimal, usec: decimal };
const nested = (properties: Readonly<Record<string, typeof decimal>>) => ({
  type: "object",
  properties,
  required: Object.keys(properties),
});

export const timevalSchema = nested(timevalMembers);

const timespecAt = (from: StructReader, at: number): TimeSpec => ({
  sec: from.i64(at),
  nsec: from.i64(at + 8),
});
export const timevalAt = (from: StructReader, at: number): Timeval => ({
  sec: from.i64(at),
  usec: from.i64(at + 8),
});
const timespecText = ({ sec, nsec }: TimeSpec) => `{tv_sec=${sec}, tv_nsec=${nsec}}`;
export const timevalText = ({ sec, usec }: Timeval) => `{tv_sec=${sec}, tv_usec=${usec}}`;

const timespec: Kind<TimeSpec> = {
  type: { ...TIMESPEC, name: "BYTES" },
  text: timespecText,
};

const timeval: Kind<Timeval> = {
  type: struct(16, timevalMembers, (from) => timevalAt(from, 0)),
  text: timevalText,
};

/** `UTIME_NOW` and `UTIME_OMIT` of include/linux/stat.h. */
const specialNsec: ReadonlyMap<bigint, string> = new Map([
  [0x3fffffffn, "UTIME_NOW"],
  [0x3ffffffen, "UTIME_OMIT"],
]);

/** When a file was read and changed. */
const fileTimes: Kind<{ readonly accessed: TimeSpec; readonly modified: TimeSpec }> = {
  type: struct(32, { accessed: nested(timespecSchema), modified: nested(timespecSchema) }, (from) => ({
    accessed: timespecAt(from, 0),
    modified: timespecAt(from, 16),
  })),
  text: ({ accessed, modified }) =>
    `[${[accessed, modified].map((time) => specialNsec.get(time.nsec) ?? timespecText(time)).join(", ")}]`,
};

const itimerspec: Kind<{ readonly interval: TimeSpec; readonly value: TimeSpec }> = {
  type: struct(32, { interval: nested(timespecSchema), value: nested(timespecSchema) }, (from) => ({
    interval: timespecAt(from, 0),
    value: timespecAt(from, 16),
  })),
  text: ({ interval, value }) => `{it_interval=${timespecText(interval)}, it_value=${timespecText(value)}}`,
};

const itimerval: Kind<{ readonly interval: Timeval; readonly value: Timeval }> = {
  type: struct(32, { interval: timevalSchema, value: timevalSchema }, (from) => ({
    interval: timevalAt(from, 0),
    value: timevalAt(from, 16),
  })),
  text: ({ interval, value }) => `{it_interval=${timevalText(interval)}, it_value=${timevalText(value)}}`,
};

export const times = {
  ...{ TIMESPEC: timespec, OUT_TIMESPEC: timespec, TIMESPEC_PAIR: fileTimes },
  ...{ TIMEVAL: timeval, OUT_TIMEVAL: timeval },
  ...{ ITIMERSPEC: itimerspec, OUT_ITIMERSPEC: itimerspec },
  ...{ ITIMERVAL: itimerval, OUT_ITIMERVAL: itimerval },
};
