import type { TableSnapshot } from "../contract/table.js";
import type { Clock } from "../decode/clock.js";
import { attemptAll } from "../errors/attempt-all.js";
import type { BpfMap, Kernel, LoadedObject } from "../kernel/kernel.js";
import type { BoundTable } from "../layout/tables.js";
import { RowDecoder } from "./row-decoder.js";

/** The only slot of the map that holds the bank in use. */
const slot = new Uint8Array(4);

/** Takes what one table of a loaded object has counted. */
export class TableReader {
  readonly #bound: BoundTable;
  readonly #kernel: Kernel;
  readonly #clock: Clock;
  readonly #inUse: BpfMap;
  /** The bank that programs count in, and the empty one. */
  #banks: [BpfMap, BpfMap];
  readonly #decoder: RowDecoder;
  #startNs: bigint;

  /** @param startNs when its programs began to count, on the boot clock */
  constructor(kernel: Kernel, clock: Clock, bound: BoundTable, object: LoadedObject, startNs: bigint) {
    this.#bound = bound;
    this.#kernel = kernel;
    this.#clock = clock;
    this.#startNs = startNs;
    this.#decoder = new RowDecoder(bound, clock);
    const opened: BpfMap[] = [];
    const open = (name: string) => {
      const map = object.map(name);
      opened.push(map);
      return map;
    };
    try {
      this.#inUse = open(bound.map);
      this.#banks = [open(bound.banks[0]), open(bound.banks[1])];
    } catch (error) {
      attemptAll(opened.map((map) => () => map.close()));
      throw error;
    }
  }

  /** What was counted since the last call, each count once. */
  read(): TableSnapshot {
    const [full, empty] = this.#banks;
    this.#inUse.setInner(slot, empty);
    this.#banks = [empty, full];
    const { bootNs } = this.#kernel.clocks();
    const intervalNs = bootNs - this.#startNs;
    this.#startNs = bootNs;
    const { row, name, order } = this.#bound;
    return {
      probe: row.probe,
      table: name,
      timeMs: this.#clock.timeMs(Number(bootNs & 0xffffffffn), Number(bootNs >> 32n)),
      intervalMs: Number(intervalNs) / 1e6,
      rows: inOrder(this.#decoder.rows(full.drain(), bootNs, intervalNs), order),
    };
  }

  /** Rows that could not be decoded; they are left out. */
  get malformed(): number {
    return this.#decoder.malformed;
  }

  close(): void {
    const errors = attemptAll([...this.#banks, this.#inUse].map((map) => () => map.close()));
    if (errors.length > 0) throw new AggregateError(errors, "maps of a table could not be closed");
  }
}

/** The rows of a snapshot in one of its table's orders: the greatest sum of these fields first. */
export function inOrder<Row>(rows: readonly Row[], fields: readonly string[]): Row[] {
  const sum = (row: Row) =>
    fields.reduce((total, field) => total + Number((row as Record<string, unknown>)[field] ?? 0), 0);
  return rows
    .map((row) => ({ row, sum: sum(row) }))
    .sort((one, other) => other.sum - one.sum)
    .map(({ row }) => row);
}
