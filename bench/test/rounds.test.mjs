import { expect, it } from "vitest";
import { alternate } from "../lib/rounds.mjs";

it("each round measures all, and begins with another one", async () => {
  const order = [];
  const results = await alternate(["a", "b", "c"], 3, async (subject, round) => {
    order.push(subject);
    return `${subject}${round}`;
  });
  expect(order.join("")).toBe("abcbcacab");
  expect(results.get("b")).toEqual(["b0", "b1", "b2"]);
});
