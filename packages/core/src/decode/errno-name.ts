import { constants } from "node:os";

/** The first name that has a number, so that EAGAIN wins over EWOULDBLOCK as in the kernel's own tables. */
const names = new Map<number, string>();
for (const [name, number] of Object.entries(constants.errno)) if (!names.has(number)) names.set(number, name);

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
  return names.get(-result) ?? internal.get(-result) ?? String(-result);
}
