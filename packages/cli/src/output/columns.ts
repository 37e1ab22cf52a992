import type { AnyProbe, AttachedProbe, Column } from "@probekit/core";
import { fieldKind, fieldReader } from "./contract-fields.js";
import { escapeText } from "./escape.js";
import { formatValue } from "./value.js";

export interface TableEvent {
  readonly probe: string;
  readonly event: string;
  readonly timeMs: number;
  /** By convention of the probes: something in this event was cut short. */
  readonly truncated?: unknown;
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
  return {
    field: column.field,
    title: column.title ?? defaultTitle(column.field),
    width: column.width,
    align: column.align ?? "left",
    text: column.text
      ? (event) => escapeText((column.text as NonNullable<typeof column.text>)(event as never))
      : (event) => formatValue(read(event as never), column.unit ?? kind),
    isError: kind === "errno",
  };
}

/** `ageMs` becomes `AGE`: durations are shown with their unit. */
function defaultTitle(field: string): string {
  return (field.split(".").at(-1) ?? field).replace(/Ms$/, "").toUpperCase();
}
