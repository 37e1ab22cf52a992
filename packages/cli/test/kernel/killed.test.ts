import { kernelObjectIds } from "@probekit/native";
import { expect, test, vi } from "vitest";
import { Probe } from "./probe.js";

test("kill -9 leaves no program, map or link behind", async () => {
  const ids = () =>
    Object.entries(kernelObjectIds()).flatMap(([kind, list]) => list.map((id: number) => `${kind} ${id}`));
  const before = new Set(ids());
  const running = new Probe(["run", "exec", "filelife"]);
  await running.ready();
  const added = ids().filter((id) => !before.has(id));
  expect(added.map((id) => id.split(" ")[0])).toEqual(expect.arrayContaining(["programs", "maps", "links"]));

  running.child.kill("SIGKILL");
  expect((await running.outcome).signal).toBe("SIGKILL");
  /* The kernel frees them after a grace period. */
  await vi.waitFor(() => expect(ids().filter((id) => added.includes(id))).toEqual([]), 30_000);
});
