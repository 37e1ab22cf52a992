import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { compiled, describeByPlan, named, Python, plan, python, watch } from "./watch.js";

const families = [
  { family: "ipv4", host: "127.0.0.1" },
  { family: "ipv6", host: "::1" },
];

/** Runs a script that has two bound sockets; gives their ports. */
const exchange = (script: string, host: string) =>
  python<{ a: number; b: number }>(
    `host = sys.argv[1]; a, b = udp(host), udp(host); a.bind((host, 0)); b.bind((host, 0))
to_a, to_b = a.getsockname(), b.getsockname()
${script}
say(a=to_a[1], b=to_b[1])`,
    host,
  );

describeByPlan(() => {
  /** Two sockets that are bound, `a` and `b`, over each family: the script's facts, and what was seen. */
  async function exchanges(script: string, eachDatagram = false) {
    const ports: { a: number; b: number }[] = [];
    const events = await watch(
      () => {
        for (const { host } of families) ports.push(exchange(script, host));
      },
      { eachDatagram },
    );
    return families.map(({ host, family }, index) => ({
      host,
      ports: ports[index] ?? { a: 0, b: 0 },
      sends: named(events, "udpSend").filter((event) => event.family === family),
      receives: named(events, "udpReceive").filter((event) => event.family === family),
    }));
  }

  test("of sockets that are not connected the first datagram of each flow is told", async () => {
    for (const { host, ports, sends, receives } of await exchanges(`for _ in range(3):
  a.sendto(b"12345", to_b); b.recvfrom(99)
b.sendto(b"1", to_a); a.recvfrom(99)`)) {
      const ab = { protocol: "udp", remoteAddress: host };
      expect(sends).toMatchObject([
        { ...ab, localAddress: host, localPort: ports.a, remotePort: ports.b, sentBytes: 5 },
        { ...ab, localAddress: host, localPort: ports.b, remotePort: ports.a, sentBytes: 1 },
      ]);
      expect(receives).toMatchObject([
        { ...ab, localAddress: host, localPort: ports.b, remotePort: ports.a, receivedBytes: 5 },
        { ...ab, localAddress: host, localPort: ports.a, remotePort: ports.b, receivedBytes: 1 },
      ]);
    }
  });

  test("each is told on request, however it is sent and received, empty ones too", async () => {
    for (const { host, ports, sends, receives } of await exchanges(
      `a.connect(to_b); b.connect(to_a)
a.send(b"1"); b.recv(9)
os.write(a.fileno(), b"22"); os.read(b.fileno(), 9)
os.writev(a.fileno(), [b"3", b"33"]); os.readv(b.fileno(), [bytearray(9)])
a.sendmsg([b"4444"]); b.recvmsg(9)
a.send(b""); assert b.recv(9) == b""
b.send(b"666666"); assert a.recv(4) == b"6666"`,
      true,
    )) {
      expect(sends.map(({ sentBytes }) => sentBytes)).toEqual([1, 2, 3, 4, 0, 6]);
      expect(receives.map(({ receivedBytes }) => receivedBytes)).toEqual([1, 2, 3, 4, 0, 4]);
      expect(sends.map(({ remotePort }) => remotePort)).toEqual([
        ...Array.from({ length: 5 }, () => ports.b),
        ports.a,
      ]);
      expect(receives.every(({ remoteAddress }) => remoteAddress === host)).toBe(true);
    }
  });

  test("one that is only looked at has not been received", async () => {
    for (const { receives } of await exchanges(
      `a.sendto(b"123", to_b); b.recvfrom(9, socket.MSG_PEEK); b.recvfrom(9, socket.MSG_PEEK); b.recvfrom(9)`,
      true,
    )) {
      expect(receives).toMatchObject([{ receivedBytes: 3 }]);
    }
  });

  test("a sender that the receiver does not ask for is told where the kernel's functions have it", async () => {
    for (const { host, ports, receives } of await exchanges(`a.sendto(b"123", to_b); b.recv(9)`)) {
      const sender = { remoteAddress: host, remotePort: ports.a };
      const unknown = { remoteAddress: null, remotePort: null };
      expect(receives).toMatchObject([{ receivedBytes: 3, ...(plan === "tracepoint" ? unknown : sender) }]);
    }
  });

  test("an IPv6 socket that speaks IPv4 has mapped addresses", async () => {
    const events = await watch(() =>
      python(`a, b = udp("::"), udp("127.0.0.1"); b.bind(("127.0.0.1", 0))
a.sendto(b"123", ("::ffff:127.0.0.1", port_of(b))); data, sender = b.recvfrom(9); b.sendto(data, sender); a.recvfrom(9)`),
    );
    const mapped = { family: "ipv6", remoteAddress: "::ffff:127.0.0.1" };
    const plain = { family: "ipv4", remoteAddress: "127.0.0.1" };
    expect(named(events, "udpSend")).toMatchObject([mapped, plain]);
    expect(named(events, "udpReceive")).toMatchObject([plain, mapped]);
  });

  test("what one call sends or receives many of (sendmmsg, recvmmsg) is all there", async () => {
    let ports: [sender?: number, receiver?: number] = [];
    const program = compiled("messages");
    const events = await watch(
      () => {
        ports = JSON.parse(execFileSync(program, { encoding: "utf8" }));
      },
      { eachDatagram: true },
    );
    const [sender, receiver] = ports;
    const lengths = Array.from({ length: 100 }, (_, index) => index + 1);
    expect(named(events, "udpSend")).toMatchObject(
      lengths.map((sentBytes) => ({ sentBytes, localPort: sender, remotePort: receiver })),
    );
    expect(named(events, "udpReceive")).toMatchObject(
      lengths.map((receivedBytes) => ({ receivedBytes, localPort: receiver, remotePort: sender })),
    );
  });

  test("a socket at another's old place is a flow of its own", async () => {
    const events = await watch(() =>
      python(`b = udp("127.0.0.1"); b.bind(("127.0.0.1", 0))
for _ in range(50):
    a = udp("127.0.0.1"); a.sendto(b"1", b.getsockname()); a.close()`),
    );
    expect(named(events, "udpSend")).toHaveLength(50);
  });

  test("the process is the one that sent or received", async () => {
    const pids = { receiver: 0, sender: 0 };
    const events = await watch(async () => {
      const receiver = new Python<{ port: number }>(
        `b = udp("127.0.0.1"); b.bind(("127.0.0.1", 0)); say(port=port_of(b)); b.recvfrom(9)`,
      );
      const { port } = await receiver.said();
      const sender = new Python(`udp("127.0.0.1").sendto(b"1", ("127.0.0.1", int(sys.argv[1])))`, port);
      Object.assign(pids, { receiver: receiver.pid, sender: sender.pid });
      await Promise.all([receiver.ended(), sender.ended()]);
    });
    expect(named(events, "udpSend")).toMatchObject([{ pid: pids.sender }]);
    expect(named(events, "udpReceive")).toMatchObject([{ pid: pids.receiver }]);
  });
});
