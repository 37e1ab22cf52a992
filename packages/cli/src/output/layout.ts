import { cellWidth } from "./cell.js";
import { type EventColumns, type TableColumn, type TableEvent, tableColumn } from "./columns.js";
import { eventLabels, labelKey } from "./event-label.js";
import { gap } from "./gap.js";
import { hasValue } from "./value.js";

/** Where a table has several types of event: what all rows show, whatever their type. */
const shared = [
  tableColumn({ field: "pid", width: 7, align: "right" }),
  tableColumn({ field: "comm", width: 15 }),
];

/** The columns of a table, after the time. */
export function tableLayout(types: readonly EventColumns[]): readonly TableColumn[] {
  const [first] = types;
  if (!first) return [];
  if (types.length === 1) return first.columns;
  const label = labelColumn(types);
  /* Types that show the same are rows of one table. */
  if (types.every((type) => fieldsOf(type) === fieldsOf(first))) return [label, ...sameColumns(types, first)];
  return [label, ...shared, detailsColumn(types)];
}

function labelColumn(types: readonly EventColumns[]): TableColumn {
  const labels = eventLabels(types);
  return {
    field: "event",
    title: new Set(types.map(({ probe }) => probe)).size === types.length ? "PROBE" : "EVENT",
    width: Math.max(5, ...[...labels.values()].map(cellWidth)),
    align: "left",
    text: ({ probe, event }) => labels.get(labelKey(probe, event)) ?? event,
    isError: false,
    loses: "end",
  };
}

function fieldsOf({ columns }: EventColumns): string {
  return columns.map(({ field }) => field).join(" ");
}

function sameColumns(types: readonly EventColumns[], first: EventColumns): TableColumn[] {
  return first.columns.map((column, index) => ({
    ...column,
    text: byType(types, (type) => type.columns[index]?.text ?? column.text),
  }));
}

/**
 * What is particular to a type: the error, if there is one; its last column, which says the
 * most; then its other columns, where they have a value, as `name=value`.
 */
function detailsColumn(types: readonly EventColumns[]): TableColumn {
  return {
    field: "details",
    title: "DETAILS",
    width: undefined,
    align: "left",
    text: byType(types, ({ columns }) => details(columns.filter(isOwn))),
    isError: false,
    loses: "end",
  };
}

function isOwn({ field }: TableColumn): boolean {
  return !shared.some((column) => column.field === field);
}

function details(columns: readonly TableColumn[]): (event: TableEvent) => string {
  const main = columns.at(-1);
  const others = columns.slice(0, -1);
  const errors = others.filter(({ isError }) => isError);
  const named = others.filter(({ isError }) => !isError);
  return (event) => {
    const parts: string[] = [];
    for (const { text } of errors) if (hasValue(text(event))) parts.push(text(event));
    if (main) parts.push(main.text(event));
    for (const { title, text } of named) {
      const value = text(event);
      if (hasValue(value)) parts.push(`${title.toLowerCase()}=${value}`);
    }
    return parts.join(gap);
  };
}

function byType(types: readonly EventColumns[], make: (type: EventColumns) => (event: TableEvent) => string) {
  const texts = new Map(types.map((type) => [labelKey(type.probe, type.event), make(type)]));
  return (event: TableEvent) => texts.get(labelKey(event.probe, event.event))?.(event) ?? "";
}
