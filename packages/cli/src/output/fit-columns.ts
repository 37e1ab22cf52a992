import type { TableColumn } from "./columns.js";
import { gap } from "./gap.js";

/** For a column in the middle that says no width of its own. */
const defaultWidth = 12;
/** What the last column, which says the most, is to have at least. */
const leastRest = 30;
/** With less than this beside it, the process id goes too. */
const leastRestBesidePid = 10;
/** Text is not cut shorter than this, nor below half its width: then it goes altogether. */
const leastText = 8;

export interface FittedColumn extends TableColumn {
  readonly width: number;
}

/** The columns before the last as a terminal has room for them. */
export interface FittedColumns {
  readonly shown: readonly FittedColumn[];
  readonly dropped: readonly TableColumn[];
  /** Cells for the last column; `undefined` without a terminal: as many as it likes. */
  readonly rest: number | undefined;
}

/**
 * Makes room for the last column: the widest columns are dropped until the others, cut to
 * their least, fit. What tells events apart goes late, and the process id last of all.
 *
 * @param room cells for all of `middle` and the last column; `undefined` without a terminal
 */
export function fitColumns(middle: readonly TableColumn[], room: number | undefined): FittedColumns {
  const full = middle.map((column) => ({
    ...column,
    width: Math.max(column.width ?? defaultWidth, column.title.length),
  }));
  if (room === undefined) return { shown: full, dropped: [], rest: undefined };

  const dropped = new Set<FittedColumn>();
  for (const column of inDropOrder(full)) {
    const least = cells(full.filter((other) => !dropped.has(other)).map(leastWidth));
    if (least <= room - (column.field === "pid" ? leastRestBesidePid : leastRest)) break;
    dropped.add(column);
  }
  const kept = full.filter((column) => !dropped.has(column));
  const widths = shrink(kept, room - leastRest);
  return {
    shown: kept.map((column, index) => ({ ...column, width: widths[index] as number })),
    dropped: [...dropped],
    rest: Math.max(0, room - cells(widths)),
  };
}

function cells(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width + gap.length, 0);
}

function inDropOrder(columns: readonly FittedColumn[]): FittedColumn[] {
  const rank = ({ field }: FittedColumn) => (field === "pid" ? 2 : field === "event" ? 1 : 0);
  return columns.toReversed().sort((a, b) => rank(a) - rank(b) || b.width - a.width);
}

/** Numbers stand on the right, and half a number is a wrong one; so is half an error's name. */
function leastWidth({ width, field, align, isError }: FittedColumn): number {
  const whole = align === "right" || isError || field === "event";
  return whole ? width : Math.min(width, Math.max(leastText, Math.ceil(width / 2)));
}

/** Takes cells from the widest columns, as far as they may be cut. */
function shrink(columns: readonly FittedColumn[], room: number): number[] {
  const widths = columns.map(({ width }) => width);
  const spare = (index: number) => (widths[index] as number) - leastWidth(columns[index] as FittedColumn);
  while (cells(widths) > room) {
    const [widest] = [...widths.keys()]
      .filter((index) => spare(index) > 0)
      .sort((a, b) => (widths[b] as number) - (widths[a] as number));
    if (widest === undefined) break;
    widths[widest] = (widths[widest] as number) - 1;
  }
  return widths;
}
