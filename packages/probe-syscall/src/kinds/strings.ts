import { BYTES, STR, STR_ARR } from "@probekit/core";
import type { Kind } from "./kind.js";
import { quoteBytes, quoteHex, quoteText } from "./quote.js";

const string: Kind<string> = { type: STR, text: quoteText };

const strings: Kind<string[]> = {
  type: STR_ARR,
  text: (values, cut) => `[${values.map((value) => quoteText(value)).join(", ")}${cut ? ", ..." : ""}]`,
};

/** A buffer; in events two hexadecimal digits a byte. */
const bytes: Kind<string> = { type: BYTES, text: (value, cut) => quoteBytes(Buffer.from(value, "hex"), cut) };

const randomBytes: Kind<string> = { type: BYTES, text: quoteHex };

export const text = {
  ...{ STR: string, PATH: string, OUT_STR: string },
  ...{ STR_ARR: strings, BYTES: bytes, OUT_BYTES: bytes, OUT_RANDOM: randomBytes },
};
