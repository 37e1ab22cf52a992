export type { ArgType, ArgTypes } from "./args/arg-type.js";
export { BYTES, NONE, STR, STR_ARR } from "./args/bytes.js";
export { ipv4Text, ipv6Text } from "./args/ip-address.js";
export { argTypes } from "./args/mask.js";
export { modeText } from "./args/octal-mode.js";
export { signalName } from "./args/process-flags.js";
export { INT, LONG, POINTER, UINT, ULONG } from "./args/scalars.js";
export { SOCKADDR, type SocketAddress } from "./args/socket-address.js";
export { CRED, type Credentials, FILE, INT_PAIR, TIMESPEC, type TimeSpec } from "./args/structs.js";
export * from "./args/symbol-types.js";
export * as symbolTypes from "./args/symbol-types.js";
export type { SymbolType } from "./args/symbolic.js";
export {
  type ArgsField,
  type ArgValues,
  arg,
  argAddress,
  argFamily,
  argPort,
  args,
} from "./contract/args.js";
export { type ArgAddress, argsBy } from "./contract/args-by.js";
export {
  type AttachKind,
  type AttachOptions,
  type AttachPlan,
  type AttachSpec,
  type Constants,
  cgroup,
  fentry,
  fexit,
  iter,
  kprobe,
  kretprobe,
  kretsyscall,
  ksyscall,
  lsm,
  perfEvent,
  plan,
  rawTracepoint,
  tpBtf,
  tracepoint,
  uprobe,
  uretprobe,
  usdt,
} from "./contract/attach.js";
export {
  boolean,
  durationMs,
  enumeration,
  errno,
  type Field,
  type FieldOptions,
  type Fields,
  type FieldValues,
  flag,
  group,
  id,
  integer,
  type JsonSchema,
  mapped,
  string,
  stringOrNull,
  strings,
  text,
} from "./contract/fields.js";
export {
  type Histogram,
  type HistogramBucket,
  type HistogramGroup,
  type HistogramSpec,
  type HistogramUnit,
  histogram,
} from "./contract/histogram.js";
export {
  type AnyProbe,
  apiVersion,
  type Column,
  defineProbe,
  type MapSettings,
  type OptionsSchema,
  type Probe,
  type ProbeDefinition,
  type ProbeEvent,
  type ProbeOptions,
  type ProbeRow,
  requireProbe,
  type Visibility,
} from "./contract/probe.js";
export { type EventBase, type EventContext, type RecordSpec, record } from "./contract/record.js";
export {
  type RowBase,
  type TableOrder,
  type TableSnapshot,
  type TableSpec,
  table,
} from "./contract/table.js";
export * as z from "./contract/z.js";
export { bytesToText, textToBytes } from "./decode/bytes-to-text.js";
export { rowJson } from "./decode/row-json.js";
export { ProbeError, type ProbeErrorDetails } from "./errors/probe-error.js";
export { type ErrorCode, errorCodes } from "./errors/registry.js";
export { suggest } from "./errors/suggest.js";
export type * from "./kernel/btf.js";
export type * from "./kernel/kernel.js";
export type {
  EventManifest,
  HistogramManifest,
  OptionManifest,
  PlanManifest,
  ProbeManifest,
  TableManifest,
} from "./manifest/manifest.js";
export { includeDirectory } from "./objects.js";
export type { RefusedPlan } from "./session/choose-plan.js";
export type { FilterList, SessionFilter } from "./session/filter.js";
export type { LogLevel, LogLine } from "./session/log.js";
export { type LossCause, type LossCount, lossCauses } from "./session/loss.js";
export { openSession, type SessionEvent, type SessionRow } from "./session/open.js";
export { type ProbeUse, type SessionOptions, use } from "./session/options.js";
export type { JsonChunk } from "./session/reading.js";
export { type AttachedProbe, Session, type SessionStats } from "./session/session.js";
export type { EventStream } from "./session/stream.js";
export { inOrder } from "./session/tables.js";
export {
  maxVisibilityEntries,
  type NamespacePair,
  scopes,
  type VisibilityEntry,
  VisibilityMap,
  visibilityMapName,
} from "./session/visibility.js";
