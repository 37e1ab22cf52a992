import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { type ArgTypes, argTypeNumbers } from "../../../src/args/arg-type.js";
import { NONE } from "../../../src/args/bytes.js";
import { POINTER } from "../../../src/args/scalars.js";
import { args } from "../../../src/contract/args.js";
import { argsBy } from "../../../src/contract/args-by.js";
import { type Fields, string } from "../../../src/contract/fields.js";
import { textToBytes } from "../../../src/decode/bytes-to-text.js";
import { RecordBuffer } from "../../../src/decode/record-buffer.js";
import { asJson, callDispatcher, ownFields } from "../../support/calls.js";
import { type Call, encode, type SentArg } from "../../support/encoder.js";
import type { Form } from "../../support/forms.js";
import {
  argTypeList,
  bytes,
  register,
  registers,
  registerTypes,
  type Sample,
  samples,
} from "../../support/samples.js";

/*
 * Records written by test/args/encode.c, which a C compiler has laid out, decode to what was
 * written. Many go through the encoder at a time: to start it takes longer than all else.
 */

beforeAll(() => void encode([]), 60_000);

/** On a slow machine fewer records, but always some. */
const pace = { numRuns: 8, interruptAfterTimeLimit: 1000 };
const letters = [..."abcdefgh"];
const types = fc.constantFrom(...argTypeList, NONE);

interface SentSample extends SentArg {
  readonly sample: Sample;
}

/** A block with gaps, in any order, and what the contract says of it. */
interface Block {
  readonly sent: readonly SentSample[];
  readonly types: ArgTypes;
}

const blockOf = (sample: fc.Arbitrary<Sample>): fc.Arbitrary<Block> => {
  const flags = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(3), fc.nat(255));
  const index = fc.oneof({ weight: 9, arbitrary: fc.nat(7) }, fc.integer({ min: 8, max: 255 }));
  const argument = fc
    .record({ index, flags, sample })
    .map((arg): SentSample => ({ ...arg, words: arg.sample.words }));
  return fc
    .tuple(
      fc.uniqueArray(argument, { selector: (arg) => arg.index, maxLength: 10 }),
      fc.array(types, { minLength: 8, maxLength: 8 }),
      fc.array(fc.nat(9), { minLength: 8, maxLength: 8 }),
    )
    .map(([sent, others, chances]) => {
      const named = letters.map((letter, at) => {
        const type = sent.find((arg) => arg.index === at)?.sample.type;
        return [letter, type === undefined ? others[at] : chances[at] === 0 ? NONE : type] as const;
      });
      return { sent, types: Object.fromEntries(named) as ArgTypes };
    })
    .filter((block) => Object.values(block.types).some((type) => type !== NONE));
};

/** Decodes each call by its own contract, in both forms. */
function decode(calls: readonly { contract: Fields; call: Omit<Call, "event"> }[]) {
  const ring = encode(calls.map(({ call }, index) => ({ ...call, event: index + 1 })));
  const buffer = new RecordBuffer(ring.length);
  ring.copy(buffer.bytes);
  const { dispatcher, forms } = callDispatcher(
    buffer,
    calls.map(({ contract }) => contract),
  );
  const all = (form: Form) => {
    dispatcher.refill(ring.length);
    return calls.map(() => dispatcher.next<unknown>(forms[form], unexpected));
  };
  const events = all("toEvent").map(ownFields);
  const lines = all("toJson").map((line) => ownFields(JSON.parse(line as string)));
  expect(dispatcher.malformed).toBe(0);
  expect(lines).toEqual(events.map(asJson));
  return events;
}

function unexpected(): never {
  throw new Error("a log record");
}

/** What the decoded arguments are, in the terms of the samples. */
function inTermsOf({ sent, types }: Block, decoded: unknown): unknown {
  const values = Object.entries(decoded as object).map(([name, value]) => {
    const back = sent.find(({ index }) => letters[index] === name)?.sample.back;
    return [name, back && types[name] !== NONE && value !== null ? back(value) : value];
  });
  return Object.fromEntries(values);
}

function expected({ sent, types }: Block): Record<string, unknown> {
  const named = Object.entries(types).flatMap(([name, type], at) =>
    type === NONE ? [] : [{ name, arg: sent.find(({ index }) => index === at) }],
  );
  const values = named.map(({ name, arg }) => {
    const isUnread = arg?.sample.isEmpty && (arg.flags & 2) !== 0;
    return [name, arg && !isUnread ? arg.sample.value : null] as const;
  });
  const flagged = (bit: number) => named.filter(({ arg }) => arg && arg.flags & bit).map(({ name }) => name);
  const truncated = flagged(1);
  const unreadable = flagged(2);
  return {
    ...Object.fromEntries(values),
    ...(truncated.length > 0 && { truncated }),
    ...(unreadable.length > 0 && { unreadable }),
  };
}

describe("what a C compiler has laid out is what was written", () => {
  test("in objects of arguments, wherever they are in the record", () => {
    const call = fc.record({ note: bytes(20), args: blockOf(samples), made: blockOf(samples) });
    fc.assert(
      fc.property(fc.array(call, { minLength: 1, maxLength: 20 }), (list) => {
        const decoded = decode(
          list.map(({ note, args: first, made }) => ({
            contract: { note: string(), args: args(first.types), made: args(made.types) },
            call: { number: 0, note, args: first.sent, made: made.sent },
          })),
        );
        for (const [at, { note, args: first, made }] of list.entries()) {
          expect(textToBytes(decoded[at]?.note as string)).toEqual(Buffer.from(note));
          expect(inTermsOf(first, decoded[at]?.args)).toEqual(expected(first));
          expect(inTermsOf(made, decoded[at]?.made)).toEqual(expected(made));
        }
      }),
      pace,
    );
  });

  test("in objects of arguments by a number", () => {
    const number = fc.nat(3);
    const call = fc.record({ note: bytes(20), number, block: blockOf(samples) });
    fc.assert(
      fc.property(fc.array(call, { minLength: 1, maxLength: 20 }), (list) => {
        const decoded = decode(
          list.map(({ note, number, block }) => ({
            contract: {
              args: argsBy("number", new Map([[1, block.types]]), block.types),
              made: argsBy("number", new Map([[number, block.types]]), { other: POINTER }),
            },
            call: { number, note, args: undefined, made: block.sent },
          })),
        );
        for (const [at, { block }] of list.entries()) {
          expect(decoded[at]?.args).toEqual({});
          expect(inTermsOf(block, decoded[at]?.made)).toEqual(expected(block));
        }
      }),
      pace,
    );
  });

  test("of registers that are sent as any other type, where a number says what they are", () => {
    const pair = fc.tuple(registers, fc.constantFrom(...registerTypes));
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1, maxLength: 20 }), (list) => {
        const decoded = decode(
          list.map(([sample, { name }]) => ({
            contract: { made: argsBy("number", new Map(), { a: sample.type }) },
            call: {
              ...{ number: 9, note: Buffer.of(1) },
              made: [
                { index: 0, flags: 0, words: ["number", argTypeNumbers[name], sample.words[2] as bigint] },
              ],
            },
          })),
        );
        /* What is sent as a pointer is a register too. */
        expect(decoded).toEqual(list.map(([{ value }]) => ({ made: { a: value } })));
      }),
      pace,
    );
  });
});

test("a pointer in the place of what it points to is its address, whatever that is", () => {
  const contents = argTypeList.filter((type) => !registerTypes.includes(type));
  const address = 0x7fff_dead_b000n;
  const decoded = decode(
    contents.map((type) => ({
      contract: { args: argsBy("number", new Map(), { a: type }) },
      call: {
        ...{ number: 0, note: Buffer.of() },
        args: [{ index: 0, flags: 2, words: ["number", argTypeNumbers.POINTER, address] }],
      },
    })),
  );
  expect(contents.length).toBe(8);
  expect(decoded).toEqual(contents.map(() => ({ args: { a: { address }, unreadable: ["a"] } })));
});

test("each type of register is what it says, and with the contents they are all types", () => {
  const values = [0n, 3n, 0x1234_5678_9abc_def0n, 2n ** 64n - 1n];
  const list = registerTypes.flatMap((type) => values.map((value) => register(type, value)));
  const decoded = decode(
    list.map(({ type, words }) => ({
      contract: { args: args({ a: type }) },
      call: { number: 0, note: Buffer.of(), args: [{ index: 0, flags: 0, words }] },
    })),
  );
  expect(decoded).toEqual(list.map(({ value }) => ({ args: { a: value } })));
  expect(new Set([...argTypeList.map(({ name }) => name), "NONE"])).toEqual(
    new Set(Object.keys(argTypeNumbers)),
  );
});
