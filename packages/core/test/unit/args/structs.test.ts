import { expect, test } from "vitest";
import { CRED, capabilityNames, FILE, INT_PAIR, TIMESPEC } from "../../../src/args/structs.js";
import { args } from "../../../src/contract/args.js";
import { argsBlock, type WireArg } from "../../support/args.js";
import { decodeCall } from "../../support/decoding.js";

const decode = (payloads: Readonly<Record<"pair" | "time" | "file" | "cred", WireArg["payload"]>>) =>
  decodeCall(
    { args: args({ pair: INT_PAIR, time: TIMESPEC, file: FILE, cred: CRED }) },
    {
      args: [
        argsBlock([
          { index: 0, type: "INT_PAIR", payload: payloads.pair },
          { index: 1, type: "TIMESPEC", payload: payloads.time },
          { index: 2, type: "FILE", payload: payloads.file },
          { index: 3, type: "CRED", payload: payloads.cred },
        ]),
        { count: 4 },
      ],
    },
  );

const words = (...values: number[]) => Buffer.from(Uint32Array.from(values).buffer);
const longs = (...values: bigint[]) => Buffer.from(BigInt64Array.from(values).buffer);
const cred = Buffer.concat([words(1, 2, 3, 4, 5, 6, 7, 8), longs(1n, 1n << 40n, 0n, -1n, 0n)]);

test("structs are objects, in JSON with 64-bit numbers in decimal", () => {
  const { event, json } = decode({
    pair: words(3, 0xffff_ffff),
    time: longs(-1n, 2n ** 62n),
    file: "/ä",
    cred,
  });
  expect(event).toMatchObject({
    args: {
      ...{ pair: [3, -1], time: { sec: -1n, nsec: 2n ** 62n }, file: "/ä" },
      cred: {
        ...{ uid: 1, gid: 2, euid: 3, egid: 4, suid: 5, sgid: 6, fsuid: 7, fsgid: 8 },
        ...{ effective: ["CAP_CHOWN"], permitted: ["CAP_CHECKPOINT_RESTORE"], inheritable: [], ambient: [] },
      },
    },
  });
  expect(json).toMatchObject({ args: { time: { sec: "-1", nsec: String(2n ** 62n) } } });
});

test("of a set with all bits no capability is left out, however new", () => {
  const names = capabilityNames(0xffff_ffff, 0xffff_ffff);
  expect([names.length, names[40], names[63]]).toEqual([64, "CAP_CHECKPOINT_RESTORE", "CAP_0x3f"]);
});

test.each(["pair", "time", "cred"])("a record with a %s of another length is malformed", (name) => {
  const payloads = { pair: words(3, 4), time: longs(1n, 2n), file: "/", cred, [name]: words(1, 2, 3) };
  expect(decode(payloads)).toMatchObject({ event: {}, malformed: 2 });
});
