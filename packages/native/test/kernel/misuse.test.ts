import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import * as native from "../../src/index.js";
import { bpfObject } from "../helpers/bpf.js";
import { runChild } from "../helpers/dist.js";
import { openEvents } from "../helpers/objects.js";
import { startReader, startSource } from "../helpers/ring.js";

function detached(): Uint8Array {
  const bytes = new Uint8Array(16);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
}

const odd: unknown[] = [
  undefined,
  null,
  true,
  0,
  -1,
  1.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  2 ** 53,
  -(2n ** 70n),
  2n ** 64n,
  "",
  "a\0b",
  "\ud800",
  "x".repeat(100_000),
  Symbol("s"),
  [],
  {},
  () => {},
  new Uint8Array(0),
  new Uint8Array(new SharedArrayBuffer(8)),
  new Float64Array(2),
  new DataView(new ArrayBuffer(8)),
  new ArrayBuffer(8),
  detached(),
  new Proxy(
    {},
    {
      get: () => {
        throw new Error("from a proxy");
      },
    },
  ),
  Object.create(null),
];

/** Small and repeatable: the failure of one run is the failure of the next. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
}

type Thing = Record<string, unknown>;

function methodsOf(thing: object): [string, (...args: unknown[]) => unknown][] {
  return Object.getOwnPropertyNames(Object.getPrototypeOf(thing)).flatMap((name) => {
    const { value } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(thing), name) ?? {};
    return typeof value === "function" && name !== "constructor" ? [[name, value]] : [];
  });
}

/** One of each class, and what else can be handed over. */
function everything(): { things: object[]; close(): void } {
  const opened = openEvents();
  const source = startSource();
  const { ring } = startReader(source);
  const link = source.object.attach("on_getppid", { type: "section" });
  const things = [opened, source.object, source.ringMap, source.object.map("counts"), ring, link, opened.btf];
  return {
    things,
    close() {
      ring.close();
      source.close();
      opened.close();
    },
  };
}

test("methods called with any arguments return or throw, and nothing else happens", () => {
  const pick = random(20_261_120);
  for (let round = 0; round < 20; round++) {
    const { things, close } = everything();
    onTestFinished(close);
    const values = [...odd, ...things, "on_getppid", "counts", ".bss", "ring"];
    for (let call = 0; call < 500; call++) {
      const thing = things[pick(things.length)]!;
      const methods = methodsOf(thing);
      const [, method] = methods[pick(methods.length)]!;
      const args = Array.from({ length: pick(5) }, () => values[pick(values.length)]);
      try {
        method.apply(thing, args);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }
    close();
  }
});

test("methods called on something else throw", () => {
  const { things, close } = everything();
  onTestFinished(close);
  for (const thing of things) {
    for (const [name, method] of methodsOf(thing)) {
      const others = [
        ...things.filter((other) => other !== thing && other.constructor !== thing.constructor),
        ...odd,
      ];
      for (const other of [...others, Object.getPrototypeOf(thing), Object.create(thing)]) {
        expect(() => method.call(other), name).toThrow(Error);
      }
    }
  }
});

test("classes made by hand hold nothing", () => {
  const { things, close } = everything();
  onTestFinished(close);
  for (const thing of things) {
    for (const value of [...odd, ...things]) {
      const Constructor = thing.constructor as new (...args: unknown[]) => Thing;
      expect(() => {
        const made = new Constructor(value, value);
        for (const [, method] of methodsOf(made)) {
          expect(() => method.call(made, "name", { type: "section" }, value)).toThrow(TypeError);
        }
      }).not.toThrow(RangeError);
    }
  }
}, 60_000);

test("the addon itself, without the TypeScript in front of it, checks what it is given", () => {
  const load = createRequire(import.meta.url)("node-gyp-build");
  const addon: Record<string, (...args: unknown[]) => unknown> = load(
    fileURLToPath(new URL("../..", import.meta.url)),
  );
  /* After it the kernel's types are read anew, which takes longer than all else here. */
  const names = Object.keys(addon).filter((name) => name !== "kernelBtfForget");
  expect(names.length).toBeGreaterThan(40);
  const pick = random(7);
  const handles: unknown[] = [];
  const image = bpfObject("events");
  const open = () => addon.objectOpen!(image, "events");
  for (let round = 0; round < 60; round++) {
    const opened = open();
    const object = addon.objectLoad!(open());
    const map = addon.objectMap!(object, "counts");
    handles.push(opened, object, map, addon.objectMap!(object, "ring"), addon.objectMap!(object, ".bss"));
    handles.push(addon.attachSection!(object, "on_getppid"), addon.objectBtf!(opened));
    const values = [...odd, ...handles.slice(-24), "events", "counts", ".bss", 0, 4, 4096, 8192, () => {}];
    for (let call = 0; call < 1000; call++) {
      const name = names[pick(names.length)]!;
      const args = Array.from({ length: pick(7) }, () => values[pick(values.length)]);
      try {
        const result = addon[name]!(...args);
        if (typeof result === "object" && result !== null) handles.push(result);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }
  }
  for (const handle of handles) {
    for (const name of ["ringClose", "linkClose", "mapClose", "objectClose", "objectCloseOpened"]) {
      try {
        addon[name]!(handle);
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError);
      }
    }
  }
});

test("maps of another copy of this package are not taken", async () => {
  const foreign = { info: {}, lookup() {}, close() {} };
  expect(() =>
    native.openRing(foreign as never, { backlogBytes: 4096, maxDelayMs: 1, onReadable() {} }),
  ).toThrow("ring: expected a NativeMap of @probekit/native");
});

test("options whose getters close what is passed are no danger", () => {
  const source = startSource();
  onTestFinished(source.close);
  const options = {
    get wakeWord() {
      source.ringMap.close();
      return source.wakeWord;
    },
    backlogBytes: 4096,
    maxDelayMs: 1,
    onReadable() {},
  };
  expect(() => native.openRing(source.ringMap, options)).toThrow("the BpfMap is closed");
});

test.each([
  ["backlogBytes", 4095],
  ["backlogBytes", 2 ** 30 + 1],
  ["backlogBytes", Number.NaN],
  ["maxDelayMs", -1],
  ["maxDelayMs", 60_001],
  ["maxDelayMs", 0.5],
])("%s of %d is a RangeError that names it", (name, value) => {
  const source = startSource();
  onTestFinished(source.close);
  const options = { backlogBytes: 4096, maxDelayMs: 1, onReadable() {}, [name]: value };
  expect(() => native.openRing(source.ringMap, options)).toThrow(new RegExp(`^${name}: expected an integer`));
});

test.each([1, 2, 65_600, 65_597, 2 ** 31, 2 ** 32 - 1])(
  "a wake word at byte %d is refused",
  (offsetBytes) => {
    const source = startSource();
    onTestFinished(source.close);
    const options = {
      wakeWord: { map: source.object.map(".bss"), offsetBytes },
      backlogBytes: 4096,
      maxDelayMs: 1,
      onReadable() {},
    };
    expect(() => native.openRing(source.ringMap, options)).toThrow(RangeError);
  },
);

test("objects that end too early are refused", async () => {
  // In a child: it is libbpf and libelf that are put to the test here. Bytes changed within a
  // file are another matter: libbpf 1.1 does not survive all of them.
  const output = await runChild(`
    let refused = 0;
    for (let size = 0; size < image.length; size += 7) {
      try {
        native.openObject(image.subarray(0, size), { name: "damaged" }).close();
      } catch (error) {
        refused += error.code === "ERR_KERNEL" ? 1 : 0;
      }
    }
    console.log(refused === Math.ceil(image.length / 7));
  `);
  expect(output).toBe("true\n");
});
