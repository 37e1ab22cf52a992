import type { JsonSchema } from "@probekit/core";

/** One return address of a call, the innermost first. */
export interface Frame {
  readonly address: bigint;
  /** The file that the code is from; null for code that is from none, and after the process has ended. */
  readonly file: string | null;
  /** Of that file, which names it wherever it is; null where it has none. */
  readonly buildId: string | null;
  /** Of the code in the file; null without a file. */
  readonly fileOffset: bigint | null;
  /** `write`, and `write+23`: where in the function; null where the file's symbols do not say. */
  readonly symbol: string | null;
}

const orNull = (type: string): JsonSchema => ({ type: [type, "null"] });
const members: Readonly<Record<keyof Frame, JsonSchema>> = {
  address: { type: "string", pattern: "^\\d+$" },
  file: { ...orNull("string"), description: "that the code is from; null after the process has ended" },
  buildId: { ...orNull("string"), description: "of that file" },
  fileOffset: { ...orNull("string"), pattern: "^\\d+$", description: "of the code in that file" },
  symbol: { ...orNull("string"), description: "function and offset, `write+23`" },
};

export const frameSchema: JsonSchema = {
  type: ["array", "null"],
  items: { type: "object", properties: members, required: Object.keys(members) },
};
