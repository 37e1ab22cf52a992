import { InvalidArgumentError } from "commander";

const units: Readonly<Record<string, number>> = { "": 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

/** `4096`, `64K`, `16M`, `16MiB` or `1G` as bytes; the units are powers of 1024. */
export function parseSize(text: string): number {
  const [, number, unit = ""] = /^(\d+)\s*(?:([KMG])(?:i?B)?)?$/i.exec(text) ?? [];
  const bytes = Number(number) * (units[unit.toUpperCase()] ?? 1);
  if (bytes > 0) return bytes;
  throw new InvalidArgumentError("Expected a size such as 64K, 16M or 1G.");
}
