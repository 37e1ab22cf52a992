import { InvalidArgumentError } from "commander";

/** A number of things, at least one. */
export function parseCount(text: string): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count > 0 && Number.isSafeInteger(count)) return count;
  throw new InvalidArgumentError("Expected a whole number from 1.");
}

/** An id of the kernel: a process, a user, a namespace. */
export function parseId(text: string): number {
  const id = Number(text);
  if (/^\d+$/.test(text) && id <= 0xffffffff) return id;
  throw new InvalidArgumentError(`${JSON.stringify(text)} is not a whole number from 0 to 4294967295.`);
}
