import { isDeepStrictEqual } from "node:util";
import { RecordBuffer } from "../../src/decode/record-buffer.js";
import { MalformedRecord } from "../../src/decode/tail.js";
import { asJson, callDispatcher, ownFields } from "../support/calls.js";
import type { Form } from "../support/forms.js";
import { contracts } from "./contract.js";
import { eventOutcome, malformedOutcome } from "./outcome.js";

/** Longest record that is tried. */
export const mostBytes = 4096;

/** Of the record in front of the one that is tried, whose probe nobody knows; and behind it. */
const canaryBytes = 256;
const headerBytes = 8 + 16;

/** A record was decoded as none may be. */
export class Failure extends Error {}

interface Verdict {
  readonly isMalformed: boolean;
  /** Where it was found to be malformed; `undefined` for a record that is too short to be read. */
  readonly error: Error | undefined;
}

/** Both forms of one record. */
interface Reading extends Verdict {
  readonly event: unknown;
  readonly json: string | undefined;
}

/** A place among canaries that records are decoded in, again and again. */
class Place {
  readonly #buffer = new RecordBuffer(headerBytes + canaryBytes + mostBytes + canaryBytes);
  readonly #reading = callDispatcher(this.#buffer, contracts);
  readonly #canary: number;

  constructor(canary: number) {
    this.#canary = canary;
  }

  read(record: Uint8Array): Reading {
    const { bytes, u32 } = this.#buffer;
    const at = headerBytes + canaryBytes;
    const end = at + 8 + Math.ceil(record.length / 8) * 8;
    bytes.fill(this.#canary);
    u32[0] = at - 8;
    u32[at >>> 2] = record.length;
    bytes.set(record, at + 8);
    const before = Buffer.from(bytes.subarray(0, end + canaryBytes));
    const event = this.#all("toEvent", end);
    const json = this.#all("toJson", end);
    if (!before.equals(bytes.subarray(0, before.length))) throw new Failure("the buffer has been written to");
    if (event.isMalformed !== json.isMalformed) throw new Failure("only one form is malformed");
    return { ...event, event: event.value, json: json.value as string | undefined };
  }

  #all(form: Form, end: number): Verdict & { value: unknown } {
    const { dispatcher, forms } = this.#reading;
    const malformed = dispatcher.malformed;
    const values: unknown[] = [];
    let error: Error | undefined;
    const next = () =>
      dispatcher.next<unknown>(
        (decoder, base, length) => {
          try {
            return forms[form](decoder, base, length);
          } catch (thrown) {
            error = thrown as Error;
            throw thrown;
          }
        },
        () => {},
      );
    dispatcher.refill(end);
    for (let value = next(); value !== undefined; value = next()) values.push(value);
    if (error && !(error instanceof MalformedRecord)) throw new Failure(`${form} threw ${error.stack}`);
    const counted = dispatcher.malformed - malformed;
    if (counted > 1 || (error && counted === 0) || counted + values.length > 1)
      throw new Failure(`${values.length} events, ${counted} malformed records`);
    return { value: values[0], isMalformed: counted === 1, error };
  }
}

const places = [new Place(0x41), new Place(0xbe)] as const;

/**
 * Decodes a record, from `struct probe_header` on.
 *
 * @returns names for what it has come to
 * @throws {Failure} when what is around the record tells in the event, when its two forms differ, or
 * for any error but that of a malformed record
 */
export function tryRecord(record: Uint8Array): string[] {
  const [one, other] = places.map((place) => place.read(record)) as [Reading, Reading];
  if (one.json !== other.json || !isDeepStrictEqual(one.event, other.event))
    throw new Failure("what is outside of the record was read");
  if (one.isMalformed !== other.isMalformed)
    throw new Failure("what is outside decides whether it is malformed");
  if (one.isMalformed) return malformedOutcome(one.error);
  if (one.json === undefined) return ["no event"];
  if (/[\n\r]/.test(one.json)) throw new Failure("a line break in a line of JSON");
  if (!isDeepStrictEqual(ownFields(JSON.parse(one.json)), asJson(ownFields(one.event))))
    throw new Failure("object and JSON differ");
  return eventOutcome(one.event as object);
}
