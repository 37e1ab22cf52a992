import { describe, expect, it } from "vitest";
import { lostByOwnWords } from "../lib/tracer.mjs";

describe("what a tracer says that it has lost", () => {
  it.each([
    ["ours, nothing", "probe: 127 events, none lost\n", 0],
    ["ours", "probe: 302244 events, 102351 lost\n  open: 102351 lost: ringFull: no room\n", 102351],
    ["libbpf-tools, of each CPU", "Lost 565 events on CPU #0!\nlost 3 events on CPU #1\n", 568],
    ["bpftrace", "Attaching 2 probes...\nLost 12 events\n", 12],
    ["a tool that says nothing", "", 0],
  ])("%s", (_, text, lost) => {
    expect(lostByOwnWords(text)).toBe(lost);
  });
});
