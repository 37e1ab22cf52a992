import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { runChild, script } from "../helpers/dist.js";
import { countPrograms, openDescriptors } from "../helpers/leaks.js";

function startWorker(body: string): Worker {
  // A data URL, because a worker's source text is CommonJS otherwise.
  return new Worker(new URL(`data:text/javascript,${encodeURIComponent(script(body))}`));
}

const worker = `
  import { parentPort } from "node:worker_threads";
  const { object, link, ring } = startRing((ring) => {
    parentPort.postMessage({ read: ring.read(new Uint8Array(4096)) });
  });
  ring.ref();
  native.hasTracepoint("sched", "sched_switch");
  process.getegid();
`;

test("a worker receives events", async () => {
  const thread = startWorker(worker);
  const [message] = await once(thread, "message");
  expect(message).toEqual({ read: 24 });
  await thread.terminate();
});

test("terminating a worker with an open ring gives everything back", async () => {
  const before = openDescriptors();
  for (let round = 0; round < 5; round++) {
    const thread = startWorker(worker);
    await once(thread, "message");
    expect(countPrograms()).toBe(3);
    await thread.terminate();
    expect(countPrograms()).toBe(0);
  }
  expect(openDescriptors()).toEqual(before);
});

test("a worker that is terminated in the middle of a storm ends", async () => {
  const thread = startWorker(`
    const { ring } = startRing((ring) => ring.read(new Uint8Array(4096)));
    ring.ref();
    for (;;) process.getegid();
  `);
  await once(thread, "online");
  await new Promise((resolve) => setTimeout(resolve, 300));
  await thread.terminate();
});

const drainer = `
  import { parentPort } from "node:worker_threads";
  const map = native.openObject(image, { name: "events" }).load().map("counts");
  function fillAndDrain() {
    for (let key = 0; key < 16; key++) map.update(Buffer.of(key, 0, 0, 0), new Uint8Array(8));
    return map.drain();
  }
  const { count, keys, values } = fillAndDrain();
  parentPort.postMessage([count, keys.length, values.length]);
`;

test("workers drain maps of their own", async () => {
  const threads = [startWorker(drainer), startWorker(drainer)];
  const messages = await Promise.all(threads.map((thread) => once(thread, "message")));
  expect(messages.flat()).toEqual([
    [16, 64, 128],
    [16, 64, 128],
  ]);
  await Promise.all(threads.map((thread) => thread.terminate()));
});

test.each([
  ["clocks", "native.clocks()"],
  ["drain", "map.drain()"],
  ["a call that fails", "try { map.delete(new Uint8Array(3)) } catch {}"],
])("workers are terminated in the middle of calls: %s", async (_name, call) => {
  const before = openDescriptors();
  for (let round = 0; round < 10; round++) {
    const thread = startWorker(`${drainer} for (;;) { ${call}; }`);
    await once(thread, "message");
    await thread.terminate();
  }
  expect(openDescriptors()).toEqual(before);
});

test("two workers and the main thread each have their own", async () => {
  const threads = [startWorker(worker), startWorker(worker)];
  const messages = await Promise.all(threads.map((thread) => once(thread, "message")));
  expect(messages.flat()).toHaveLength(2);
  await Promise.all(threads.map((thread) => thread.terminate()));
});

test.each([
  ["that has an open ring and nothing else to do", "startRing();"],
  ["that calls process.exit", "startRing(); process.exit(0);"],
  [
    "that calls process.exit in the callback",
    "startRing(() => process.exit(0)).ring.ref(); process.getegid();",
  ],
  [
    "that exits during a storm",
    "startRing(); for (let i = 0; i < 1e5; i++) process.getegid(); process.exit(0);",
  ],
  ["that closes the object before the ring", "const { object } = startRing(); object.close();"],
  ["that ran and closed everything", "const { object, ring } = startRing(); ring.close(); object.close();"],
  ["that refs and unrefs", "const { ring } = startRing(); ring.ref(); ring.ref(); ring.unref();"],
])("a process %s exits promptly", async (_name, body) => {
  const startMs = performance.now();
  await runChild(body);
  expect(performance.now() - startMs).toBeLessThan(5000);
});

test("what onReadable throws is an uncaught exception", async () => {
  const output = await runChild(`
    process.on("uncaughtException", (error) => { console.log(error.message); process.exit(0); });
    startRing(() => { throw new Error("from the callback"); }).ring.ref();
    process.getegid();
  `);
  expect(output).toBe("from the callback\n");
});

test("importing the package loads no addon", async () => {
  const output = await runChild(`
    const shared = () => /native\\.node/.test(JSON.stringify(process.report.getReport().sharedObjects));
    console.log(shared());
    native.libbpfVersion();
    console.log(shared());
  `);
  expect(output).toBe("false\ntrue\n");
});
