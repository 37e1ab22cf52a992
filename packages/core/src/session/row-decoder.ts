import type { RowBase } from "../contract/table.js";
import type { Clock } from "../decode/clock.js";
import { compileDecoder, type RecordDecoder } from "../decode/compile.js";
import { Interner } from "../decode/interner.js";
import { RecordBuffer } from "../decode/record-buffer.js";
import { TailReader } from "../decode/tail.js";
import { JsonOutput } from "../json/output.js";
import type { MapEntries } from "../kernel/kernel.js";
import { type BoundTable, rowOffsets } from "../layout/tables.js";

/** Makes rows of the entries of a table's bank. */
export class RowDecoder {
  readonly #bound: BoundTable;
  readonly #buffer: RecordBuffer;
  readonly #decoder: RecordDecoder;
  /** Rows that the decoder threw for; they are left out. */
  malformed = 0;

  constructor(bound: BoundTable, clock: Clock) {
    this.#bound = bound;
    this.#buffer = new RecordBuffer(bound.row.record.sizeBytes);
    const tail = new TailReader(this.#buffer, new Interner(this.#buffer));
    const output = new JsonOutput(this.#buffer);
    this.#decoder = compileDecoder(bound.row, { buffer: this.#buffer, tail, clock, output, context: {} });
  }

  /** @param bootNs when the interval ended, on the boot clock */
  rows({ count, keys, values }: MapEntries, bootNs: bigint, intervalNs: bigint): RowBase[] {
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
}
