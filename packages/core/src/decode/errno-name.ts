import { constantName } from "../args/bits.js";
import { errorNumbers } from "../args/constants/errno.js";

const knownName = constantName(errorNumbers);

/** Codes that the kernel uses between its own parts, but which tracing sees. */
const internal: ReadonlyMap<number, string> = new Map([
  [512, "ERESTARTSYS"],
  [513, "ERESTARTNOINTR"],
  [514, "ERESTARTNOHAND"],
  [516, "ERESTART_RESTARTBLOCK"],
  [524, "ENOTSUPP"],
]);

/** `ENOENT` for -2, `null` for what is not an error, the number in decimal when it has no name. */
export function errnoName(result: number): string | null {
  if (result >= 0) return null;
  return knownName(-result) ?? internal.get(-result) ?? String(-result);
}
