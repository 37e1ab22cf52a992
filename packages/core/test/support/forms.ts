import type { RecordDecoder } from "../../src/decode/compile.js";
import type { JsonOutput } from "../../src/json/output.js";

/** Both forms of a record, whose decoder writes to `output`. */
export function formsOf(output: JsonOutput) {
  return {
    toEvent: (decoder: RecordDecoder, base: number, length: number) => decoder.toEvent(base, length),
    /** Without the line break. */
    toJson: (decoder: RecordDecoder, base: number, length: number) => {
      output.clear();
      decoder.writeJson(base, length);
      return output.chunk.toString().slice(0, -1);
    },
  };
}

export type Form = keyof ReturnType<typeof formsOf>;
