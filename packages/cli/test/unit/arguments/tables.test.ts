import type { ProbeManifest } from "@probekit/core";
import { Command } from "commander";
import { describe, expect, test } from "vitest";
import { parseInterval } from "../../../src/arguments/duration.js";
import { chosenEvents } from "../../../src/arguments/events.js";
import { chosenOrders } from "../../../src/arguments/sort.js";
import { chosenTables, tableFlags } from "../../../src/arguments/table-flags.js";
import { manifestOf } from "./manifests.js";

const event = { describe: "", schema: {}, columns: [], optIn: false };
const net: ProbeManifest = {
  ...manifestOf("net"),
  events: { connect: event, close: event },
  tables: {
    flows: {
      ...event,
      optIn: true,
      atEnd: false,
      orders: { all: ["sentBytes", "receivedBytes"], sentBytes: ["sentBytes"] },
    },
  },
};
const files: ProbeManifest = { ...manifestOf("files"), events: { close: event } };

describe("--events", () => {
  test.each([
    ["chooses events and tables", ["connect,flows"], [["net", ["connect", "flows"]]]],
    ["of one probe, leaves the others as they are", ["net.close"], [["net", ["close"]]]],
    [
      "chooses of all probes that have such an event",
      ["close"],
      [
        ["net", ["close"]],
        ["files", ["close"]],
      ],
    ],
    [
      "can be given several times",
      ["connect", "files.close"],
      [
        ["net", ["connect"]],
        ["files", ["close"]],
      ],
    ],
    ["chooses nothing where nothing is said", [], []],
  ])("%s", (_, given, expected) => {
    expect([...chosenEvents(given, [net, files])]).toEqual(expected);
  });

  test.each([
    [
      "conect",
      "--events conect: there is no such event; did you mean connect?; there are connect, close, flows of net; close of files",
    ],
    ["files.flows", /^--events files.flows: there is no such event/],
    ["", /^--events : there is no such event/],
  ])("%s is told with those that are there", (given, message) => {
    expect(() => chosenEvents([given], [net, files])).toThrow(message);
  });
});

describe("the flag of a table that is off by itself", () => {
  const typed = (words: string[], taken: string[] = []) => {
    const command = new Command();
    const flags = tableFlags([net, files], new Set(taken));
    for (const { option } of flags) command.addOption(option);
    command.parse(words, { from: "user" });
    return chosenTables(command, flags);
  };

  test("asks for it alone", () => {
    expect(typed(["--flows"])).toEqual(["net.flows"]);
    expect(typed([])).toEqual([]);
  });

  test("is not there where something else is called so", () => {
    const two = { ...files, tables: net.tables };
    expect(tableFlags([net], new Set(["--flows"]))).toEqual([]);
    expect(tableFlags([net, two], new Set())).toEqual([]);
  });
});

describe("--sort", () => {
  test("chooses an order of the tables that have it", () => {
    expect([...chosenOrders("sent-bytes", [net, files])]).toEqual([["net flows", ["sentBytes"]]]);
    expect([...chosenOrders("all", [net])]).toEqual([["net flows", ["sentBytes", "receivedBytes"]]]);
    expect([...chosenOrders(undefined, [net])]).toEqual([]);
  });

  test("of an order that no table has is told with those that are there", () => {
    expect(() => chosenOrders("size", [net, files])).toThrow(
      "--sort size: there is no such order; there are all, sent-bytes",
    );
    expect(() => chosenOrders("size", [files])).toThrow("--sort size: none of these probes has a table");
  });
});

test.each(["5ms", "2h", "10.5ms"])("an interval of %s is refused", (text) => {
  expect(() => parseInterval(text)).toThrow("Expected 10ms to 1h.");
});
