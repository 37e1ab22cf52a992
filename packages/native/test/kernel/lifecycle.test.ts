import { describe, expect, onTestFinished, test } from "vitest";
import type * as native from "../../src/index.js";
import { errorOf, openEvents } from "../helpers/objects.js";
import { startReader, startSource } from "../helpers/ring.js";

const key = new Uint8Array(4);

function loaded(): native.LoadedObject {
  const object = openEvents().load();
  onTestFinished(() => object.close());
  return object;
}

function expectClosed(call: () => unknown): void {
  expect(errorOf(call)).toMatchObject({ code: "ERR_CLOSED", errno: "EBADF", log: "" });
}

const openedMethods: [string, (object: native.OpenedObject) => unknown][] = [
  ["setAutoload", (object) => object.setAutoload("on_raw", false)],
  ["setAttachTarget", (object) => object.setAttachTarget("on_sys_enter", "sys_exit")],
  ["setMaxEntries", (object) => object.setMaxEntries("counts", 3)],
  ["reuseMap", (object) => object.reuseMap("counts", loaded().map("counts"))],
  ["setData", (object) => object.setData(".data", 0, key)],
  ["load", (object) => object.load().close()],
];

describe.each(openedMethods)("OpenedObject.%s", (_name, call) => {
  test("works on an open object", () => {
    const object = openEvents();
    onTestFinished(() => object.close());
    call(object);
  });

  test("fails after load", () => {
    const object = openEvents();
    object.load().close();
    expectClosed(() => call(object));
  });

  test("fails after close", () => {
    const object = openEvents();
    object.close();
    expectClosed(() => call(object));
  });
});

test("an opened object that failed to load is spent", () => {
  const object = openEvents();
  object.setMaxEntries("counts", 2 ** 32 - 1);
  expect(errorOf(() => object.load())).toMatchObject({ code: "ERR_KERNEL", syscall: "load" });
  expectClosed(() => object.load());
});

test("what an opened object says stays readable", () => {
  const object = openEvents();
  object.close();
  expect(object.name).toBe("events");
  expect(object.programs).toHaveLength(3);
  expect(object.maps.length).toBeGreaterThan(3);
  expect(object.btf.struct("event")?.sizeBytes).toBe(32);
});

test("closing an opened object after its load leaves the loaded one alone", () => {
  const opened = openEvents();
  const object = opened.load();
  onTestFinished(() => object.close());
  opened.close();
  expect(object.programStats()).toHaveLength(3);
});

const loadedMethods: [string, (object: native.LoadedObject) => unknown][] = [
  ["attach", (object) => object.attach("on_getppid", { type: "section" })],
  ["map", (object) => object.map("counts")],
  ["programStats", (object) => object.programStats()],
];

test.each(loadedMethods)("LoadedObject.%s works until the object is closed", (_name, call) => {
  const object = loaded();
  call(object);
  object.close();
  expectClosed(() => call(object));
});

const mapMethods: [string, (map: native.BpfMap) => unknown][] = [
  ["lookup", (map) => map.lookup(key)],
  ["update", (map) => map.update(key, new Uint8Array(8))],
  ["delete", (map) => map.delete(key)],
  ["keys", (map) => map.keys()],
  ["entries", (map) => map.entries()],
  ["drain", (map) => map.drain()],
];

describe.each(mapMethods)("BpfMap.%s", (_name, call) => {
  test("fails after close", () => {
    const map = loaded().map("counts");
    call(map);
    map.close();
    expectClosed(() => call(map));
    expect(map.info.name).toBe("counts");
  });

  test("fails once the object is closed", () => {
    const object = loaded();
    const map = object.map("counts");
    object.close();
    expectClosed(() => call(map));
  });
});

test("a map that is closed can be had again", () => {
  const object = loaded();
  object.map("counts").close();
  expect(object.map("counts").keys()).toEqual([]);
});

const ringMethods: [string, (ring: native.Ring) => unknown][] = [
  ["read", (ring) => ring.read(new Uint8Array(64))],
  ["drain", (ring) => ring.drain()],
  ["stats", (ring) => ring.stats],
  ["ref", (ring) => ring.ref()],
  ["unref", (ring) => ring.unref()],
];

test.each(ringMethods)("Ring.%s works until the ring is closed", (_name, call) => {
  const source = startSource();
  onTestFinished(source.close);
  const { ring } = startReader(source);
  onTestFinished(() => ring.close());
  call(ring);
  ring.close();
  expectClosed(() => call(ring));
});

test("everything can be closed twice, in any order", () => {
  const opened = openEvents();
  const object = opened.load();
  const link = object.attach("on_getppid", { type: "section" });
  const map = object.map("counts");
  object.close();
  for (let round = 0; round < 2; round++) {
    for (const thing of [link, map, object, opened]) thing.close();
  }
});

test("using declarations close", () => {
  let kept: native.BpfMap;
  {
    const object = openEvents().load();
    onTestFinished(() => object.close());
    kept = object.map("counts");
    kept[Symbol.dispose]();
    object[Symbol.dispose]();
  }
  expectClosed(() => kept.keys());
});
