import type { ArgType } from "./arg-type.js";

/** A string. */
export const STR: ArgType<string> = {
  name: "STR",
  schema: { type: "string" },
  read: ({ tail }, start, end) => tail.slice(start, end),
};

/** An array of strings, such as argv. */
export const STR_ARR: ArgType<string[]> = {
  name: "STR_ARR",
  schema: { type: "array", items: { type: "string" } },
  read: ({ tail }, start, end) => tail.sliceStrings(start, end),
};

/** Bytes that are no text: two hexadecimal digits for each. */
export const BYTES: ArgType<string> = {
  name: "BYTES",
  schema: { type: "string", pattern: "^([0-9a-f]{2})*$" },
  read: ({ buffer }, start, end) => buffer.bytes.toString("hex", start, end),
};

/** An argument that is not sent; those behind it keep their places. */
export const NONE: ArgType<never> = {
  name: "NONE",
  schema: {},
  read: () => {
    throw new Error("an argument that is not sent was read");
  },
};
