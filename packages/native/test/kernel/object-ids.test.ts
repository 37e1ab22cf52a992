import { expect, onTestFinished, test, vi } from "vitest";
import { kernelObjectIds, openMap } from "../../src/index.js";
import { errorOf, open } from "../helpers/objects.js";

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

test("a map is opened by its id, and is the same map", () => {
  const before = new Set(kernelObjectIds().maps);
  const loaded = open("events").load();
  onTestFinished(() => loaded.close());
  const maps = kernelObjectIds()
    .maps.filter((id) => !before.has(id))
    .map(openMap);
  const [counts] = maps.filter(({ info }) => info.name === "counts");
  counts?.update(Buffer.from([1, 0, 0, 0]), Buffer.alloc(8, 7));
  expect(counts?.info).toEqual(loaded.map("counts").info);
  expect(loaded.map("counts").keys()).toHaveLength(1);
  for (const map of maps) map.close();
  expect(errorOf(() => counts?.keys())).toMatchObject({ code: "ERR_CLOSED" });
});

test("a map that is not there cannot be opened", () => {
  expect(errorOf(() => openMap(2 ** 32 - 1))).toMatchObject({ errno: "ENOENT", syscall: "openMap" });
  expect(() => openMap(0)).toThrow("id: expected an integer from 1 to 4294967295, not 0");
});
