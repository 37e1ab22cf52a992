import { once } from "node:events";
import { expect, test } from "vitest";
import { closeDropped } from "../../../src/session/dropped.js";

test("a dropped session that cannot be closed is a warning, not an uncaught exception", async () => {
  const warned = once(process, "warning") as Promise<[Error]>;
  const resources = {
    closed: false,
    close() {
      throw new AggregateError([new Error("EBADF")], "parts of a session could not be closed");
    },
  };
  closeDropped({ resources, openedAt: "    at here" });
  const [{ message }] = await warned;
  expect(message).toContain("dropped without close(); it was opened at:\n    at here\nClosing it failed: ");
  expect(message).toContain("EBADF");
});

test("a session that was closed is left alone", () => {
  const resources = {
    closed: true,
    close() {
      throw new Error("closed twice");
    },
  };
  closeDropped({ resources, openedAt: "" });
});
