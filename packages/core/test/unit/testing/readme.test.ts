import { expect, test } from "vitest";
import { describeForReadme } from "../../../src/testing/readme.js";
import { calls } from "../../args/probe.js";

test("a README has a row for each typed argument, and says that it can be missing", () => {
  const readme = describeForReadme(calls).split("\n");
  expect(readme).toEqual(
    expect.arrayContaining([
      "| `args` | object |  |",
      "| `args.path` | string or null |  |",
      "| `args.argv` | array of string or null |  |",
      "| `args.address.port` | integer | of AF_INET and AF_INET6 |",
      "| `args.truncated` | array of string | arguments that were cut short; there only when there are any |",
      "| `remotePort` | integer or null, 0 to 65535 |  |",
    ]),
  );
});
