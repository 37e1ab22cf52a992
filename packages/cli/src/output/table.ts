import pc from "picocolors";
import { cut, fit } from "./cell.js";
import type { TableColumn, TableEvent } from "./columns.js";
import { gap } from "./gap.js";
import { localTime } from "./local-time.js";

const timeWidth = "00:00:00.000".length;
/** For a column in the middle that says no width of its own. */
const defaultWidth = 12;
/** Least width of the last column, however narrow the terminal. */
const leastRest = 10;

export interface TableSettings {
  readonly color: boolean;
  /** The terminal's width, asked for again with each row; `undefined` cuts no last column. */
  readonly terminalWidth: () => number | undefined;
}

export interface Table {
  /** Without line breaks, like {@link row}. */
  header(): string;
  row(event: TableEvent): string;
}

export function createTable(columns: readonly TableColumn[], settings: TableSettings): Table {
  const { dim, red } = pc.createColors(settings.color);
  const middle = columns.slice(0, -1);
  const last = columns.at(-1);
  const time = localTime();
  const widths = middle.map(({ width, title }) => Math.max(width ?? defaultWidth, title.length));
  const used = widths.reduce((sum, width) => sum + width + gap.length, timeWidth + gap.length);

  function rest(text: string): string {
    const terminal = settings.terminalWidth();
    return terminal === undefined ? text : cut(text, Math.max(leastRest, terminal - used));
  }

  return {
    header() {
      const cells = middle.map(({ title, align }, index) => fit(title, widths[index] as number, align) + gap);
      return dim(fit("TIME", timeWidth) + gap + cells.join("") + rest(last?.title ?? ""));
    },
    row(event) {
      let line = dim(time(event.timeMs)) + gap;
      for (let index = 0; index < middle.length; index++) {
        const { text, align, isError } = middle[index] as TableColumn;
        const cell = fit(text(event), widths[index] as number, align) + gap;
        line += isError ? red(cell) : cell;
      }
      return line + rest(last?.text(event) ?? "");
    },
  };
}
