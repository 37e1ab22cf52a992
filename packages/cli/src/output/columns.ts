import type { AnyProbe, AttachedProbe, Column } from "@probekit/core";
import { cellWidth } from "./cell.js";
import { fieldKind, fieldReader } from "./contract-fields.js";
import { escapeText } from "./escape.js";
import { formatValue, hasValue } from "./value.js";

export interface TableEvent {
  readonly probe: string;
  readonly event: string;
  readonly timeMs: number;
  /** By convention of the probes: something in this event was cut short. */
  readonly truncated?: unknown;
  /** With the session's `names`. */
  readonly user?: string | null;
  readonly group?: string | null;
}

/** A column as the table prints it. */
export interface TableColumn {
  readonly field: string;
  readonly title: string;
  /** `undefined` for a last column, which takes what is left. */
  readonly width: number | undefined;
  readonly align: "left" | "right";
  readonly text: (event: TableEvent) => string;
  /** Names an error where there is one. */
  readonly isError: boolean;
  /** Which end goes where there is no room for all. */
  readonly loses: "start" | "end";
}

/** All that one type of event shows. */
export interface EventColumns {
  readonly probe: string;
  readonly event: string;
  readonly columns: readonly TableColumn[];
}

/** Of the events that a session wants. */
export function eventColumns(
  probes: readonly AnyProbe[],
  attached: readonly Pick<AttachedProbe, "name" | "events">[],
): EventColumns[] {
  return probes.flatMap((probe) => {
    const events = attached.find(({ name }) => name === probe.name)?.events ?? [];
    return events.map((event) => columnsOf(probe, event));
  });
}

/** @param event an event or a table of the probe */
export function columnsOf(probe: AnyProbe, event: string): EventColumns {
  const columns = (probe.columns as Record<string, readonly Column[]>)[event] ?? [];
  return {
    probe: probe.name,
    event,
    columns: columns.map((column, index) => {
      const made = tableColumn(column, probe, event);
      return index < columns.length - 1 ? made : markTruncated(made, column.loses);
    }),
  };
}

/** Has `…` where the probe could not keep all of an event. */
function markTruncated(column: TableColumn, loses: Column["loses"]): TableColumn {
  const mark = (text: string) => (loses === "start" ? `…${text}` : `${text}…`);
  return {
    ...column,
    text: (event) => (event.truncated === true ? mark(column.text(event)) : column.text(event)),
  };
}

export function tableColumn(column: Column, probe?: AnyProbe, event = ""): TableColumn {
  const kind = probe && fieldKind(probe, event, column.field);
  const read = fieldReader(column.field);
  const name = accountNames[column.field];
  const { text: own } = column;
  const text = (event: TableEvent) =>
    own ? escapeText(own(event as never)) : formatValue(read(event as never), column.unit ?? kind);
  return {
    field: column.field,
    title: column.title ?? defaultTitle(column.field),
    width: column.width,
    align: column.align ?? "left",
    text: name ? orName(text, name, column.width) : text,
    isError: kind === "errno",
    loses: column.loses ?? "end",
  };
}

/** Ids that are shown by their names. */
const accountNames: Readonly<Record<string, "user" | "group">> = { uid: "user", gid: "group" };

/** A name that does not fit would be two users' in part; its id goes in its place, as in ps(1). */
function orName(text: TableColumn["text"], name: "user" | "group", width = Number.POSITIVE_INFINITY) {
  return (event: TableEvent) => {
    const shown = formatValue(event[name]);
    return hasValue(shown) && cellWidth(shown) <= width ? shown : text(event);
  };
}

/** `ageMs` becomes `AGE`: durations are shown with their unit. */
function defaultTitle(field: string): string {
  return (field.split(".").at(-1) ?? field).replace(/Ms$/, "").toUpperCase();
}
