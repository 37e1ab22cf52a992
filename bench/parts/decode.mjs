// Reading records and making objects and JSON of them, without a kernel: bench/decode.mjs.
import { existsSync } from "node:fs";

export const title = "Decoding";

const source = new URL("../decode.mjs", import.meta.url);

export async function measure(context) {
  if (!existsSync(source)) return { about: "There is no bench/decode.mjs." };
  const { measureDecode } = await import(source.href);
  return measureDecode(context);
}
