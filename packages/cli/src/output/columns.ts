import type { AnyProbe, Column } from "@probekit/core";
import { fieldKind, fieldReader } from "./contract-fields.js";
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

export function eventColumns(probes: readonly AnyProbe[]): EventColumns[] {
  return probes.flatMap((probe) =>
    Object.keys(probe.events).map((event) => ({
      probe: probe.name,
      event,
      columns: markTruncated(
        ((probe.columns as Record<string, readonly Column[]>)[event] ?? []).map((column) =>
          tableColumn(column, probe, event),
        ),
      ),
    })),
  );
}

/** Ends the last column's text with `…` where the probe could not keep all of an event. */
function markTruncated(columns: readonly TableColumn[]): TableColumn[] {
  return columns.map((column, index) =>
    index < columns.length - 1
      ? column
      : { ...column, text: (event) => column.text(event) + (event.truncated === true ? "…" : "") },
  );
}

export function tableColumn(column: Column, probe?: AnyProbe, event = ""): TableColumn {
  const kind = probe && fieldKind(probe, event, column.field);
  const read = fieldReader(column.field);
  return {
    field: column.field,
    title: column.title ?? defaultTitle(column.field),
    width: column.width,
    align: column.align ?? "left",
    text: (event) => formatValue(read(event as never), kind),
    isError: kind === "errno",
  };
}

/** `ageMs` becomes `AGE`: durations are shown with their unit. */
function defaultTitle(field: string): string {
  return (field.split(".").at(-1) ?? field).replace(/Ms$/, "").toUpperCase();
}
