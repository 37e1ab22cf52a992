import type { RecordDecoder } from "./compile.js";
import type { RecordBuffer } from "./record-buffer.js";
import { MalformedRecord } from "./tail.js";

/** `PROBE_EVENT_LOG` of probekit/wire.h; a macro, which BTF does not have. */
export const logEventNumber = 0xffff;

/** `PROBE_EVENT_CGROUP`. */
export const cgroupEventNumber = 0xfffe;

/** `struct probe_header`, without which a record cannot be told from another. */
const headerBytes = 16;

/**
 * Walks through the records in the buffer, finds the decoder for each, and keeps count of what
 * has none. Records are read one by one as they are asked for: what a reader leaves is still
 * there for the next.
 */
export class Dispatcher {
  /** Records that were too short, pointed outside of themselves, or made a decoder throw. */
  malformed = 0;
  /** Called with the place of each record of a cgroup, where it stands among the events. */
  onCgroup: (base: number, length: number) => void = () => {};

  readonly #buffer: RecordBuffer;
  /** By event, in those by probe: there are few of either. */
  readonly #decoders: RecordDecoder[][] = [];
  #at = 0;
  #end = 0;
  #hasWarned = false;

  constructor(buffer: RecordBuffer) {
    this.#buffer = buffer;
  }

  /** @param probe the session's number for the probe, as `probekit_config.probe` has it. */
  add(probe: number, event: number, decoder: RecordDecoder): void {
    this.#decoders[probe] ??= [];
    (this.#decoders[probe] as RecordDecoder[])[event] = decoder;
  }

  /** Starts anew with the first `bytes` of the buffer, as a {@link Ring} has filled it. */
  refill(bytes: number): void {
    this.#at = 0;
    this.#end = bytes;
  }

  /**
   * The next event, as `read` makes it; `undefined` when the buffer has no more.
   *
   * Records of a probe number that has no decoder come from a plan that was tried and given
   * up; they are passed over.
   *
   * @param onLog is called with the place of each program log's record on the way.
   */
  next<T>(
    read: (decoder: RecordDecoder, base: number, length: number) => T,
    onLog: (base: number, length: number) => void,
  ): T | undefined {
    const { u32, u16 } = this.#buffer;
    while (this.#at < this.#end) {
      const length = u32[this.#at >>> 2] as number;
      const base = this.#at + 8;
      /* Before the length is rounded up, which for 2^31 and above gives a negative number. */
      if (length < headerBytes || length > this.#end - base) {
        this.malformed++;
        this.#at = this.#end;
        break;
      }
      this.#at = base + ((length + 7) & ~7);
      const event = u16[(base + 10) >>> 1] as number;
      if (event >= cgroupEventNumber) {
        if (event === logEventNumber) onLog(base, length);
        else this.onCgroup(base, length);
        continue;
      }
      const decoder = this.#decoders[u16[(base + 8) >>> 1] as number]?.[event];
      if (!decoder) continue;
      if (length < decoder.sizeBytes) {
        this.malformed++;
        continue;
      }
      try {
        return read(decoder, base, length);
      } catch (error) {
        this.malformed++;
        if (!(error instanceof MalformedRecord)) this.#warn(decoder, error);
      }
    }
    return undefined;
  }

  /** What a `mapped()` function makes of bytes that anyone may have chosen must not end the stream. */
  #warn({ name }: RecordDecoder, error: unknown): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    process.emitWarning(
      `A record of ${name} could not be decoded; it and all others like it are counted as malformed: ${
        /* Its message can have the event's own bytes in it. */
        (error instanceof Error ? String(error.stack) : String(error)).replace(/[^\n\x20-\x7e]/g, "?")
      }`,
      "ProbekitWarning",
    );
  }
}
