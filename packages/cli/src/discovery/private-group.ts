import { readFileSync } from "node:fs";

/** Of `/etc/passwd` and `/etc/group`. */
export interface Accounts {
  readonly passwd: string;
  readonly group: string;
}

/**
 * Whether a group is a user's alone, as Debian and Fedora make one for each: of the same number,
 * nobody else's first group, and nobody else is a member. With the umask that may go with it, 002,
 * everything that the user writes is writable by that group.
 *
 * Not for root, whose group programs are in that no file tells of.
 */
export function isPrivateGroup(gid: number, uid: number, accounts = readAccounts()): boolean {
  if (accounts === undefined || gid !== uid || uid === 0) return false;
  const users = fields(accounts.passwd).filter(([, , , primary]) => primary === String(gid));
  const groups = fields(accounts.group).filter(([, , id]) => id === String(gid));
  const [[name, , id] = []] = users;
  return (
    users.length === 1 &&
    id === String(uid) &&
    groups.length === 1 &&
    groups.every(([, , , members]) => members === "" || members === name)
  );
}

function fields(text: string): string[][] {
  return text.split("\n").map((line) => line.split(":"));
}

/** `undefined` where they cannot be read. */
function readAccounts(): Accounts | undefined {
  try {
    return { passwd: readFileSync("/etc/passwd", "utf8"), group: readFileSync("/etc/group", "utf8") };
  } catch {
    return undefined;
  }
}
