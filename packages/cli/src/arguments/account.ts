import { readFileSync } from "node:fs";
import { InvalidArgumentError } from "commander";

/** The id of a user, by number or by name in `/etc/passwd`. */
export const parseUser = (text: string): number => accountId(text, "user", "/etc/passwd");

/** The id of a group, by number or by name in `/etc/group`. */
export const parseGroup = (text: string): number => accountId(text, "group", "/etc/group");

function accountId(text: string, what: string, file: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  /* Both files have the name first and the id third. */
  const [, , id] =
    readLines(file)
      .map((line) => line.split(":"))
      .find(([name]) => name === text) ?? [];
  if (id !== undefined) return Number(id);
  throw new InvalidArgumentError(`${file} has no ${what} called ${JSON.stringify(text)}.`);
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, "utf8").split("\n");
  } catch {
    return [];
  }
}
