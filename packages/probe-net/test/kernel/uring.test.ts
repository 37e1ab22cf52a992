import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { compiled, describeByPlan, named, plan, watch } from "./watch.js";

describeByPlan(() => {
  test("what goes by io_uring is seen as far as the plan says", async ({ skip }) => {
    let status: number | null = 0;
    const program = compiled("uring");
    const events = await watch(() => {
      ({ status } = spawnSync(program));
    });
    if (status === 1) skip("io_uring is not to be had here");
    expect(status).toBe(0);
    const closes = named(events, "close").map(({ sentBytes, receivedBytes }) => [sentBytes, receivedBytes]);
    expect(named(events, "connect")).toMatchObject([{ result: "established", comm: "uring" }]);
    expect(named(events, "accept")).toHaveLength(plan === "tracepoint" ? 0 : 1);
    expect(closes).toEqual(
      plan === "tracepoint"
        ? [[5, 0]]
        : [
            [5, 0],
            [0, 5],
          ],
    );
  });
});
