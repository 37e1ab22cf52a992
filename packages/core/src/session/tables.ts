import type { RowBase, TableSnapshot } from "../contract/table.js";
import type { Clock } from "../decode/clock.js";
import { compileDecoder, type RecordDecoder } from "../decode/compile.js";
import { Interner } from "../decode/interner.js";
import { RecordBuffer } from "../decode/record-buffer.js";
import { TailReader } from "../decode/tail.js";
import { attemptAll } from "../errors/attempt-all.js";
import { JsonOutput } from "../json/output.js";
import type { BpfMap, Kernel, LoadedObject } from "../kernel/kernel.js";
import { type BoundTable, rowOffsets } from "../layout/tables.js";

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
  readonly #buffer: RecordBuffer;
  readonly #decoder: RecordDecoder;
  #startNs: bigint;
  /** Rows that a decoder threw for; they are left out. */
  malformed = 0;

  /** @param startNs when its programs began to count, on the boot clock */
  constructor(kernel: Kernel, clock: Clock, bound: BoundTable, object: LoadedObject, startNs: bigint) {
    this.#bound = bound;
    this.#kernel = kernel;
    this.#clock = clock;
    this.#startNs = startNs;
    this.#buffer = new RecordBuffer(bound.row.record.sizeBytes);
    const tail = new TailReader(this.#buffer, new Interner(this.#buffer));
    const output = new JsonOutput(this.#buffer);
    this.#decoder = compileDecoder(bound.row, { buffer: this.#buffer, tail, clock, output, context: {} });
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
      rows: inOrder(this.#rows(full, bootNs, intervalNs), order),
    };
  }

  #rows(bank: BpfMap, bootNs: bigint, intervalNs: bigint): RowBase[] {
    const { count, keys, values } = bank.drain();
    const { keyBytes, valueBytes } = this.#bound;
    const { bytes } = this.#buffer;
    bytes.fill(0);
    bytes.writeBigUInt64LE(bootNs, 0);
    bytes.writeBigUInt64LE(intervalNs, rowOffsets.intervalNs);
    const rows: RowBase[] = [];
    for (let index = 0; index < count; index++) {
      bytes.set(values.subarray(index * valueBytes, (index + 1) * valueBytes), rowOffsets.value);
      bytes.set(keys.subarray(index * keyBytes, (index + 1) * keyBytes), rowOffsets.value + valueBytes);
      try {
        rows.push(this.#decoder.toEvent(0, bytes.length) as RowBase);
      } catch {
        this.malformed++;
      }
    }
    return rows;
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
