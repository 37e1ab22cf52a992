import type { Output } from "../choices.js";
import type { Names, Parts } from "../parts.js";
import { event } from "./event.js";
import { histogram } from "./histogram.js";
import { table } from "./table.js";

/** A probe of host names that programs look up, by getaddrinfo() of the C library. */
export function lookups(output: Output, names: Names): Parts {
  return { event, table, histogram }[output](names);
}
