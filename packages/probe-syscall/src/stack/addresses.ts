import { type ArgType, BYTES } from "@probekit/core";

/** Addresses of 8 bytes each. */
export const addresses: ArgType<bigint[]> = {
  ...BYTES,
  schema: { type: "array", items: { type: "string", pattern: "^\\d+$" } },
  read: ({ buffer }, start, end) => Array.from(buffer.u64.subarray(start >>> 3, end >>> 3)),
};
