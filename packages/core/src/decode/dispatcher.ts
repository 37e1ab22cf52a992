import type { RecordDecoder } from "./compile.js";
import type { RecordBuffer } from "./record-buffer.js";
import { MalformedRecord } from "./tail.js";

/** `PROBE_EVENT_LOG` of probekit/wire.h. */
export const logEventNumber = 0xffff;

/** Finds the decoder for each record of a batch, and keeps count of what has none. */
export class Dispatcher {
  /** Records that were too short or pointed outside of themselves. */
  malformed = 0;
  /** Called with the place of a program log's record. */
  onLog: ((base: number, length: number) => void) | undefined;

  readonly #buffer: RecordBuffer;
  readonly #decoders = new Map<number, RecordDecoder>();

  constructor(buffer: RecordBuffer) {
    this.#buffer = buffer;
  }

  /** @param probe the session's number for the probe, as `probekit_config.probe` has it. */
  add(probe: number, event: number, decoder: RecordDecoder): void {
    this.#decoders.set((probe << 16) | event, decoder);
  }

  /**
   * Walks `[length u32][0][payload][padding]` records, as a {@link Ring} writes them.
   *
   * Records of a probe number that has no decoder come from a plan that was tried and given
   * up; they are passed over.
   */
  forEach<T>(
    bytes: number,
    read: (decoder: RecordDecoder, base: number, length: number) => T,
    into: T[],
  ): void {
    const { u32, u16 } = this.#buffer;
    for (let at = 0; at < bytes; ) {
      const length = u32[at >>> 2] as number;
      const base = at + 8;
      at = base + ((length + 7) & ~7);
      if (length < 16 || at > bytes) {
        this.malformed++;
        continue;
      }
      const event = u16[(base + 10) >>> 1] as number;
      if (event === logEventNumber) {
        this.onLog?.(base, length);
        continue;
      }
      const decoder = this.#decoders.get(((u16[(base + 8) >>> 1] as number) << 16) | event);
      if (!decoder) continue;
      if (length < decoder.sizeBytes) {
        this.malformed++;
        continue;
      }
      try {
        into.push(read(decoder, base, length));
      } catch (error) {
        if (!(error instanceof MalformedRecord)) throw error;
        this.malformed++;
      }
    }
  }
}
