import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AccountFile } from "../../../src/account/account-file.js";

const folder = mkdtempSync(path.join(os.tmpdir(), "probekit-accounts-"));
const file = path.join(folder, "passwd");
process.once("exit", () => rmSync(folder, { recursive: true }));

/** A day between one content and the next: clocks of file systems are coarse. */
let day = 0;
function write(text: string): void {
  writeFileSync(file, text);
  day++;
  utimesSync(file, day * 86400, day * 86400);
}

beforeEach(() => vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => vi.useRealTimers());

test("names are found by id; the first of two counts", () => {
  write("root:x:0:0:root:/root:/bin/bash\ntoor:x:0:0::/:/bin/sh\n# comment\n\ndaemon:x:1:1::/:\n+::::::\n");
  const users = new AccountFile(file);
  expect([0, 1, 2].map((id) => users.name(id))).toEqual(["root", "daemon", null]);
});

test("a file that is not there has no names", () => {
  expect(new AccountFile(path.join(folder, "none")).name(0)).toBeNull();
});

test("a user that was added is found, a second later at most", () => {
  write("root:x:0:0::/:\n");
  const users = new AccountFile(file);
  expect(users.name(7)).toBeNull();
  write("root:x:0:0::/:\nnew:x:7:7::/:\n");
  expect(users.name(7)).toBeNull();
  vi.advanceTimersByTime(1000);
  expect(users.name(7)).toBe("new");
});
