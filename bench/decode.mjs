// What probekit itself costs for each event, beside objects that an addon builds through Node-API:
// records of 120 bytes with two strings, replayed through a session, in turn with the addon, which gets
// the same bytes. CPU time of the whole process, garbage collection included.
// `node bench/decode.mjs [ROUNDS]`, as root, after a build; default: 21 rounds
import { pathToFileURL } from "node:url";
import { buildAddon } from "./decode/addon.mjs";
import { prepareBatches } from "./decode/records.mjs";
import { openReplay } from "./decode/replay.mjs";

/** Of one round. */
const events = 200_000;

/** Code that is not optimised yet is no one's usual cost. */
const warmUpRounds = 2;

/**
 * @returns events a second of one core, and ratios of them; `napi…` is the addon. Of each the fastest round:
 * others on the same core only slow it down. Both forms of the addon's begin with its objects: JSON is
 * `JSON.stringify` of each, in one Buffer a batch
 */
export async function measureDecode(rounds = 21) {
  const addon = buildAddon();
  const batches = prepareBatches();
  const replay = await openReplay(batches);
  const ways = {
    objects: () => replay.objects(events),
    napiObjects: () => batches.forEachUntil(events, (bytes) => addon.decode(bytes).length),
    json: () => replay.json(events),
    napiJson: () => batches.forEachUntil(events, (bytes) => napiJson(addon.decode(bytes))),
  };
  const rates = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  try {
    await replay.requireSame((bytes) => addon.decode(bytes));
    for (let round = -warmUpRounds; round < rounds; round++) {
      for (const [name, run] of Object.entries(ways)) {
        const rate = await rateOf(run);
        if (round >= 0) rates[name].push(rate);
      }
    }
  } finally {
    await replay.close();
  }
  const perSecond = Object.fromEntries(Object.entries(rates).map(([name, all]) => [name, Math.max(...all)]));
  return {
    recordBytes: batches.meanRecordBytes,
    objectsPerSecond: perSecond.objects,
    napiObjectsPerSecond: perSecond.napiObjects,
    objectsRatio: perSecond.objects / perSecond.napiObjects,
    jsonPerSecond: perSecond.json,
    napiJsonPerSecond: perSecond.napiJson,
    jsonRatio: perSecond.json / perSecond.napiJson,
  };
}

function napiJson(events) {
  let text = "";
  for (const event of events) text += `${JSON.stringify(event)}\n`;
  Buffer.from(text);
  return events.length;
}

async function rateOf(run) {
  const before = process.cpuUsage();
  const done = await run();
  const { user, system } = process.cpuUsage(before);
  return (done / (user + system)) * 1e6;
}

function print(figures) {
  const rate = (perSecond) =>
    `${(perSecond / 1e6).toFixed(2).padStart(6)} million/s ${(1e9 / perSecond).toFixed(0).padStart(5)} ns`;
  const line = (name, ours, theirs, ratio) =>
    `${name.padEnd(8)} probekit ${rate(ours)}   Node-API ${rate(theirs)}   ${ratio.toFixed(1)} times`;
  console.log(`records of ${figures.recordBytes.toFixed(0)} bytes, on one core:`);
  const { objectsPerSecond, napiObjectsPerSecond, objectsRatio } = figures;
  console.log(line("objects", objectsPerSecond, napiObjectsPerSecond, objectsRatio));
  console.log(line("NDJSON", figures.jsonPerSecond, figures.napiJsonPerSecond, figures.jsonRatio));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  print(await measureDecode(Number(process.argv[2] ?? 9)));
