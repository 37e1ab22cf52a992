import * as fs from "node:fs";
import { describe, expect, test } from "vitest";
import { describeByPlan } from "./by-plan.js";

describeByPlan(({ at, flush, run, watch, withFile }) => {
  describe("the path", () => {
    test("is whole, however deep", async () => {
      const deep = Array.from({ length: 60 }, (_, index) => `directory-${index}`).join("/");
      fs.mkdirSync(at(deep), { recursive: true });
      const [event] = await watch(() => withFile(`${deep}/file`, fs.fsyncSync));
      expect(event).toMatchObject({ path: at(`${deep}/file`), truncated: false });
    });

    test("of a deleted file is the one that it had", async () => {
      const events = await watch(() =>
        withFile("gone", (fd) => {
          fs.unlinkSync(at("gone"));
          fs.fsyncSync(fd);
        }),
      );
      expect(events).toMatchObject([{ path: at("gone"), ret: 0 }]);
    });

    test("is null when another thread has put another file there meanwhile", async ({ skip }) => {
      let early = false;
      const events = await watch(() => {
        early = run(flush, "replaced", at("a"), at("b")) === "early\n";
      });
      if (!early) skip("the file system has flushed 128 MB before the descriptor could be replaced");
      expect(events).toMatchObject([{ call: "fsync", path: null, unreadable: true, ret: 0 }]);
    });

    test("keeps bytes that are not UTF-8", async () => {
      const file = Buffer.concat([Buffer.from(`${at(".")}/`), Buffer.from([0x1b, 0xff, 0x0a])]);
      fs.writeFileSync(file, "");
      const [event] = await watch(() => {
        const fd = fs.openSync(file, "r");
        fs.fsyncSync(fd);
        fs.closeSync(fd);
      });
      expect(event?.path).toBe(`${at(".")}/\x1b\udcff\n`);
    });

    test("goes through a mount on the way", async () => {
      fs.mkdirSync(at("mnt"));
      const events = await watch(() =>
        run("unshare", "--mount", "sh", "-ec", ": > mnt/x; mount -t tmpfs none mnt; : > mnt/y; sync mnt/y"),
      );
      expect(events).toMatchObject([{ call: "fsync", path: at("mnt/y") }]);
    });
  });
});
