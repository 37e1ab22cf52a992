import * as fs from "node:fs";
import { release } from "node:os";
import { expect, test } from "vitest";
import { describeByPlan, named, plan, python, watch } from "./watch.js";

/** Two bound sockets of which `a` is connected to `b`. */
const pair = `a, b = udp("127.0.0.1"), udp("127.0.0.1"); b.bind(("127.0.0.1", 0)); a.bind(("127.0.0.1", 0)); a.connect(b.getsockname())
`;

const watchPair = (script: string) => watch(() => python(pair + script), { eachDatagram: true });

const isBefore6Point5 = () => {
  const [major = 0, minor = 0] = release().split(".").map(Number);
  return major < 6 || (major === 6 && minor < 5);
};

describeByPlan(() => {
  test("an empty datagram that is only looked at has not been received", async () => {
    const looks = `a.send(b""); assert b.recvfrom(9, socket.MSG_PEEK)[0] == b""; assert b.recv(9, socket.MSG_PEEK) == b""
assert b.recvmsg(9, 0, socket.MSG_PEEK)[0] == b""; `;
    expect(named(await watchPair(looks), "udpReceive")).toEqual([]);
    expect(named(await watchPair(`${looks}b.recvfrom(9)`), "udpReceive")).toMatchObject([
      { receivedBytes: 0 },
    ]);
  });

  test("a reader that shutdown() wakes has not received a datagram", async () => {
    const events = await watchPair(`woken = []
def read(): woken.append(a.recv(9))
t = threading.Thread(target=read); t.start()
until(lambda: sleeps(t.native_id))
a.shutdown(socket.SHUT_RD); t.join(); assert woken == [b""]
assert os.read(a.fileno(), 9) == b""
b.connect(a.getsockname()); b.send(b"123"); assert a.recv(9) == b"123"`);
    expect(named(events, "udpReceive")).toMatchObject([{ receivedBytes: 3 }]);
  });

  test("an empty datagram after a shutdown is told where the plan can know it from that", async () => {
    const events = await watchPair(`b.connect(a.getsockname()); a.shutdown(socket.SHUT_RD)
b.send(b""); select.select([a], [], []); assert a.recv(9) == b""`);
    expect(named(events, "udpSend")).toMatchObject([{ sentBytes: 0 }]);
    expect(named(events, "udpReceive")).toHaveLength(plan === "tracepoint" ? 0 : 1);
  });

  test("a datagram that sendfile sends is seen as far as the plan says", async () => {
    const self = new URL(import.meta.url).pathname;
    expect(fs.statSync(self).size).toBeGreaterThan(100);
    const events = await watchPair(
      `assert os.sendfile(a.fileno(), os.open("${self}", os.O_RDONLY), 0, 100) == 100; assert len(b.recv(999)) == 100`,
    );
    const sent = named(events, "udpSend").map(({ sentBytes }) => sentBytes);
    const told = sent.filter((bytes) => bytes > 0);
    if (plan === "tracepoint") expect(told).toEqual([]);
    /* Some stable releases before have 6.5's change: they tell it, or not, and nothing else. */ else if (
      isBefore6Point5()
    )
      expect([[], [100]]).toContainEqual(told);
    else expect(told).toEqual([100]);
  });

  test("an IPv6 socket sends to IPv4 addresses however they are given, each told once with its address", async () => {
    const events = await watch(
      () =>
        python(`b = udp("127.0.0.1"); b.bind(("127.0.0.1", 0)); port = port_of(b)
a = udp("::"); a.sendto(b"1", ("::ffff:127.0.0.1", port))
raw = struct.pack("=HH4s8x", socket.AF_INET, socket.htons(port), socket.inet_aton("127.0.0.1"))
assert ctypes.CDLL(None).sendto(a.fileno(), b"22", 2, 0, raw, 16) == 2
a.connect(("::ffff:127.0.0.1", port)); a.send(b"333")
a.sendto(b"4444", ("::ffff:127.0.0.2", port))`),
      { eachDatagram: true },
    );
    const to = (address: string, sentBytes: number) => ({
      ...{ family: "ipv6", remoteAddress: `::ffff:${address}`, sentBytes },
    });
    expect(named(events, "udpSend")).toMatchObject([
      to("127.0.0.1", 1),
      to("127.0.0.1", 2),
      to("127.0.0.1", 3),
      to("127.0.0.2", 4),
    ]);
  });

  test("a name of no length, which the kernel passes over, is none", async () => {
    const events =
      await watchPair(`other = ctypes.create_string_buffer(struct.pack("=HH4s8x", socket.AF_INET, 9, b"\\x7f\\0\\0\\x09"))
data = ctypes.create_string_buffer(b"123"); vector = ctypes.create_string_buffer(struct.pack("PN", ctypes.addressof(data), 3))
message = struct.pack("PIPNPNi4x", ctypes.addressof(other), 0, ctypes.addressof(vector), 1, 0, 0, 0)
assert ctypes.CDLL(None).sendmsg(a.fileno(), message, 0) == 3`);
    expect(named(events, "udpSend")).toMatchObject([{ sentBytes: 3, remoteAddress: "127.0.0.1" }]);
  });
});
