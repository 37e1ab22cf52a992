import fc from "fast-check";
import { expect, test } from "vitest";
import { JsonCode } from "../../../src/json/code.js";

/** Runs code that writes `texts`, with a byte between each two of them. */
function run(texts: readonly string[]): string {
  const code = new JsonCode();
  for (const [index, text] of texts.entries()) {
    if (index > 0) code.fixed(1, "between(view, at)");
    code.literal(text);
  }
  const body = code.toString();
  const bytes = Buffer.alloc(code.fixedBytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const write = new Function("view", "between", `let at = 0; ${body} return at;`);
  const end = write(view, (_: DataView, at: number) => {
    view.setUint8(at, 0x7c);
    return at + 1;
  });
  return bytes.toString("utf8", 0, end);
}

test("text comes out as it was put in, in the room that it was said to need", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 30 });
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (texts) => {
      expect(run(texts)).toBe(texts.join("|"));
    }),
    { numRuns: 3000 },
  );
});

test("so does every character at every place in a word", () => {
  for (let code = 0; code < 0x800; code++) {
    for (let place = 0; place < 8; place++) {
      const text = "x".repeat(place) + String.fromCharCode(code);
      if (run([text]) !== text) expect.fail(`U+${code.toString(16)} at ${place}`);
    }
  }
});
