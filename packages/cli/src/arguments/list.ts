import type { FilterList } from "@probekit/core";
import { InvalidArgumentError } from "commander";

/**
 * `a,b` as these values, `!a,!b` as all but these.
 *
 * A list that has both is refused: whether it means "a, or anything but b" or "a and not b"
 * would be a guess.
 */
export function parseList<T>(text: string, parse: (value: string) => T): FilterList<T> {
  const entries = text.split(",").map((entry) => entry.trim());
  if (entries.some((entry) => entry === "" || entry === "!")) {
    throw new InvalidArgumentError("Expected values with commas between them.");
  }
  const negated = entries.filter((entry) => entry.startsWith("!"));
  if (negated.length === 0) return entries.map(parse);
  if (negated.length === entries.length) return { not: entries.map((entry) => parse(entry.slice(1))) };
  throw new InvalidArgumentError("A list has ! before every value or before none.");
}
