import { expect, test } from "vitest";
import { linesSchema } from "../../../src/commands/schema.js";
import { manifestOf } from "../arguments/manifests.js";

const event = (name: string) => ({
  describe: "",
  columns: [],
  optIn: false,
  schema: { $schema: "https://x", title: name },
});
const one = { ...manifestOf("one"), events: { a: event("a") } };
const two = { ...manifestOf("two"), events: { a: event("a"), b: event("b") } };

test.each([
  [
    "of the only event, or of what was lost",
    one,
    undefined,
    { oneOf: [{ title: "a" }, { title: "one lost" }] },
  ],
  [
    "of what was lost",
    one,
    "lost",
    { title: "one lost", required: ["probe", "event", "time", "cause", "count"] },
  ],
  ["of the event that is named", two, "b", { $schema: "https://x", title: "b" }],
  [
    "of any event, when there are several",
    two,
    undefined,
    { title: "two", oneOf: [{ title: "a" }, { title: "b" }, { title: "two lost" }] },
  ],
])("the schema is %s", (_, manifest, name, expected) => {
  expect(linesSchema(manifest, name)).toMatchObject(expected);
});

test.each(["c", "constructor"])("an event %s that is not there is told with those that are", (name) => {
  expect(() => linesSchema(two, name)).toThrow(`two has no event ${name}; it has a, b, lost`);
});
