import pc from "picocolors";
import { cut, fit } from "./cell.js";
import type { TableColumn, TableEvent } from "./columns.js";
import { type FittedColumns, fitColumns } from "./fit-columns.js";
import { gap } from "./gap.js";
import { localTime } from "./local-time.js";
import { hasValue } from "./value.js";

const timeWidth = "00:00:00.000".length;

export interface TableSettings {
  readonly color: boolean;
  /** The terminal's width, asked for again with each row; `undefined` cuts no last column. */
  readonly terminalWidth: () => number | undefined;
}

export interface Table {
  /** Without a line break at its end, like {@link row}. */
  header(): string;
  /** Has the header above it again when the terminal's new width has changed the columns. */
  row(event: TableEvent): string;
}

export function createTable(columns: readonly TableColumn[], settings: TableSettings): Table {
  const { dim, red } = pc.createColors(settings.color);
  const middle = columns.slice(0, -1);
  const last = columns.at(-1);
  const time = localTime();
  let terminal: number | undefined;
  let fitted = fitColumns(middle, undefined);
  /** What the header above the rows names. */
  let headed: string | undefined;

  /** @returns whether the columns may be others than before */
  function refit(): boolean {
    const width = settings.terminalWidth();
    if (width === terminal) return false;
    terminal = width;
    fitted = fitColumns(middle, width === undefined ? undefined : width - timeWidth - gap.length);
    return true;
  }

  function rest(text: string): string {
    return fitted.rest === undefined ? text : cut(text, fitted.rest);
  }

  function headerLine(): string {
    headed = signature(fitted);
    const cells = fitted.shown.map(({ title, width, align }) => fit(title, width, align) + gap);
    return dim(fit("TIME", timeWidth) + gap + cells.join("") + rest(last?.title ?? ""));
  }

  /** An error whose column is dropped stands before the last column's text. */
  function errors(event: TableEvent): string {
    return fitted.dropped
      .filter(({ isError, text }) => isError && hasValue(text(event)))
      .map(({ text }) => text(event) + gap)
      .join("");
  }

  return {
    header() {
      refit();
      return headerLine();
    },
    row(event) {
      const changed = refit() && headed !== undefined && headed !== signature(fitted);
      let line = changed ? `${headerLine()}\n` : "";
      line += dim(time(event.timeMs)) + gap;
      for (const { text, width, align, isError } of fitted.shown) {
        const cell = fit(text(event), width, align) + gap;
        line += isError ? red(cell) : cell;
      }
      return line + rest(errors(event) + (last?.text(event) ?? ""));
    },
  };
}

function signature({ shown }: FittedColumns): string {
  return shown.map(({ field, width }) => `${field} ${width}`).join(" ");
}
