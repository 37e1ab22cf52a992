/**
 * The memory that records are read from, once for each width. Compiled decoders close over
 * these views, so a buffer lives as long as its decoders.
 */
export class RecordBuffer {
  readonly u8: Uint8Array;
  readonly i8: Int8Array;
  readonly u16: Uint16Array;
  readonly i16: Int16Array;
  readonly u32: Uint32Array;
  readonly i32: Int32Array;
  readonly u64: BigUint64Array;
  readonly bytes: Buffer;
  /** For words at any place; 8 bytes longer than the records may be, which mean nothing. */
  readonly view: DataView;

  /** @param sizeBytes a multiple of 8. */
  constructor(sizeBytes: number) {
    const memory = new ArrayBuffer(sizeBytes + 8);
    this.u8 = new Uint8Array(memory);
    this.i8 = new Int8Array(memory);
    this.u16 = new Uint16Array(memory);
    this.i16 = new Int16Array(memory);
    this.u32 = new Uint32Array(memory);
    this.i32 = new Int32Array(memory);
    this.u64 = new BigUint64Array(memory);
    this.bytes = Buffer.from(memory, 0, sizeBytes);
    this.view = new DataView(memory);
  }
}
