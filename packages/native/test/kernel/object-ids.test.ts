import { expect, test, vi } from "vitest";
import { kernelObjectIds } from "../../src/index.js";
import { open } from "../helpers/objects.js";

const all = () => Object.values(kernelObjectIds()).flat();

test("objects that are loaded are listed, and are not when they were closed", async () => {
  const before = new Set(all());
  const loaded = open("events").load();
  const added = all().filter((id) => !before.has(id));
  expect(added.length).toBeGreaterThan(1);
  loaded.close();
  /* The kernel frees them after a grace period. */
  await vi.waitFor(() => expect(all().filter((id) => added.includes(id))).toEqual([]), 10_000);
});
