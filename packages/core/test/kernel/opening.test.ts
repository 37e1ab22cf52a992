import * as kernel from "@probekit/native";
import { beforeAll, describe, expect, test } from "vitest";
import type { Kernel, LoadedObject, OpenedObject } from "../../src/kernel/kernel.js";
import { openSession } from "../../src/session/open.js";
import { use } from "../../src/session/options.js";
import { failOnLeaks } from "../../src/testing/vitest/fail-on-leaks.js";
import { buildSample } from "../sample/build.js";
import { sample } from "../sample/probe.js";
import { own } from "../support/own.js";

beforeAll(() => buildSample("sample"));
failOnLeaks();

describe("a session that cannot be opened leaves nothing behind", () => {
  test.each(["follow_fork", "follow_exec", "follow_exit"])("when %s cannot be attached", (failing) => {
    const attach = (object: LoadedObject): LoadedObject["attach"] => {
      return (program, target) => {
        if (program !== failing) return object.attach(program, target);
        throw Object.assign(new Error("refused"), { errno: "EPERM", syscall: "attach", log: "" });
      };
    };
    const openObject: Kernel["openObject"] = (image, options) =>
      changed<OpenedObject>(kernel.openObject(image, options), (opened) => ({
        load: () => changed(opened.load(), (loaded) => ({ attach: attach(loaded) })),
      }));
    expect(() =>
      openSession({ ...own, kernel: { ...kernel, openObject }, probes: [sample], follow: true }),
    ).toThrow(`session: attach ${failing} to`);
  });

  test("when there is no thread to read its ring", () => {
    const openRing = () => {
      throw new Error("no thread");
    };
    expect(() => openSession({ ...own, kernel: { ...kernel, openRing }, probes: [sample] })).toThrow(
      "no thread",
    );
  });

  test("when another probe has no object", () => {
    const broken = { ...sample, name: "broken", object: new URL("file:///no/such.bpf.o") };
    expect(() => openSession({ ...own, probes: [sample, broken] })).toThrow("broken: open /no/such.bpf.o");
  });
});

/** `object` with some of its methods replaced; the others stay bound to it. */
function changed<T extends object>(object: T, replacements: (object: T) => Partial<T>): T {
  const replaced = replacements(object);
  return new Proxy(object, {
    get(target, name) {
      const value = Reflect.get(name in replaced ? replaced : target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

describe("opening a session refuses", () => {
  test.each<[string, Partial<Parameters<typeof openSession>[0]>, string]>([
    [
      "an unknown plan",
      { probes: [use(sample, {}, { plan: "fast" })] },
      "sample: attach plan fast: there is no such plan; it has missing, rejected, working, sampled, ending",
    ],
    [
      "a plan that does not work",
      { probes: [use(sample, {}, { plan: "missing" })] },
      "sample: attach on_nothing to syscalls:sys_enter_no_such_call: this kernel has no such target",
    ],
    [
      "an unknown option",
      { probes: [use(sample, { color: "red" } as never)] },
      'sample: configure: Unrecognized key: "color"',
    ],
    [
      "an option out of range",
      { probes: [use(sample, { copies: 101 })] },
      "sample: configure: copies: Too big: expected number to be <=100",
    ],
    [
      "a ring of an odd size",
      { probes: [sample], bufferSizeBytes: 5000 },
      "configure bufferSizeBytes: expected a power of two from 4096 to 1073741824, got 5000",
    ],
    ["a probe twice", { probes: [sample, sample] }, "sample: open: it is in the session twice"],
  ])("%s", (_, options, message) => {
    expect(() => openSession({ ...own, probes: [sample], ...options })).toThrow(message);
  });
});
