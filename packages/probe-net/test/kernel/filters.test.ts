import { type ProbeOptions, use } from "@probekit/core";
import { collect } from "@probekit/core/testing";
import * as kernel from "@probekit/native";
import { describe, expect, test } from "vitest";
import net from "../../src/probe.js";
import { describeByPlan, named, Python, plan, python, watch } from "./watch.js";

/** Connections to 127.0.0.1, 127.0.0.2, ::1 and, from an IPv6 socket, ::ffff:127.0.0.1, one after another. */
const script = `ports = []
for bound, host in ("127.0.0.1",) * 2, ("127.0.0.2",) * 2, ("::1",) * 2, ("::", "::ffff:127.0.0.1"):
    l = listener(bound); s = tcp(host); s.bind((host, 0)); s.connect((host, port_of(l))); c = l.accept()[0]
    ports.append([port_of(l), port_of(s)]); s.close(); c.close(); l.close()
say(ports=ports)`;

describeByPlan(() => {
  test.each<[string, ProbeOptions<typeof net>, string[]]>([
    ["no filter", {}, ["127.0.0.1", "127.0.0.2", "::1", "::ffff:127.0.0.1"]],
    ["family ipv6", { family: "ipv6" }, ["::1", "::ffff:127.0.0.1"]],
    ["an IPv4 address", { addresses: ["127.0.0.1"] }, ["127.0.0.1", "::ffff:127.0.0.1"]],
    ["family and network", { family: "ipv4", addresses: ["127.0.0.2/31"] }, ["127.0.0.2"]],
    ["an IPv6 network", { addresses: ["::/64"] }, ["127.0.0.1", "127.0.0.2", "::1", "::ffff:127.0.0.1"]],
    ["IPv6 addresses", { addresses: ["::1", "2001:db8::1"] }, ["::1"]],
    ["four networks", { addresses: ["10.0.0.0/8", "fe80::/10", "192.0.2.1", "127.0.0.2"] }, ["127.0.0.2"]],
  ])("with %s there are the connections that were asked for", async (_, options, hosts) => {
    const events = await watch(() => python(script), options);
    for (const name of ["connect", "accept"] as const) {
      expect(named(events, name).map(({ remoteAddress }) => remoteAddress)).toEqual(hosts);
    }
    expect(named(events, "close")).toHaveLength(2 * hosts.length);
  });

  test("ports of either end, of this end and of the other are told apart", async () => {
    const server = new Python<{ port: number }>(
      `l = listener("127.0.0.1"); say(port=port_of(l))
while True:
    input(); l.accept()[0].close()`,
    );
    const { port } = await server.said();
    const connect = () => {
      server.goOn();
      python(`s = tcp("127.0.0.1"); s.connect(("127.0.0.1", int(sys.argv[1]))); s.recv(1); s.close()`, port);
    };
    const seen = async (options: ProbeOptions<typeof net>) => {
      const events = await watch(connect, options, { comm: ["python3"] }, false);
      return events.map(({ event }) => event).sort();
    };
    expect(await seen({ ports: [1, port] })).toEqual(["accept", "close", "close", "connect"]);
    expect(await seen({ remotePorts: [port] })).toEqual(["close", "connect"]);
    expect(await seen({ localPorts: [1, 2, 3, 4, 5, 6, 7, port] })).toEqual(["accept", "close"]);
    expect(await seen({ ports: [1] })).toEqual([]);
    server.stop();
  });

  describe("by process", () => {
    test("the events of one end are those of its process, whoever the other is", async () => {
      const server = new Python<{ port: number }>(
        `l = listener("127.0.0.1"); say(port=port_of(l)); input()
for _ in range(50):
    c = l.accept()[0]; c.send(b"12"); c.close()`,
      );
      const client = new Python(
        `port = int(input())
for _ in range(50):
    s = tcp("127.0.0.1"); s.connect(("127.0.0.1", port)); assert read_all(s) == 2; s.close()`,
      );
      const { port } = await server.said();
      const events = await watch(
        async () => {
          server.goOn();
          client.goOn(String(port));
          await Promise.all([server.ended(), client.ended()]);
        },
        {},
        { pid: [client.pid] },
        false,
      );
      /* A segment that a slow machine sends again delays an end behind what comes after it. */
      const told = events.map(({ event }) => event).filter((event) => event !== "retransmit");
      expect(told.sort()).toEqual([...Array(50).fill("close"), ...Array(50).fill("connect")]);
      expect(events.every(({ pid }) => pid === client.pid)).toBe(true);
      expect(named(events, "close").every(({ receivedBytes }) => receivedBytes === 2)).toBe(true);
    });

    test("a connection that was handed on is its new process's from then on", async () => {
      const script = `here, there = socket.socketpair(); child = os.fork()
if child == 0:
    b = socket.socket(fileno=socket.recv_fds(there, 1, 1)[1][0]); there.recv(1); b.send(b"123"); b.close(); os._exit(0)
say(child=child); input(); a, b = pair("127.0.0.1"); socket.send_fds(here, [b"x"], [b.fileno()]); b.close(); here.send(b"x")
assert read_all(a) == 3; a.close()`;
      const handing = new Python<{ child: number }>(script);
      const { child } = await handing.said();
      const events = await watch(
        async () => {
          handing.goOn();
          await handing.ended();
        },
        {},
        { pid: [child] },
        false,
      );
      expect(events).toMatchObject([{ event: "close", pid: child, sentBytes: 3, receivedBytes: 0 }]);
    });
  });

  test("connections beyond maxConnections are counted as lost", async () => {
    const { events, stats } = await collect(
      { kernel, probes: [use(net, { maxConnections: 64 }, { plan })], follow: true },
      () =>
        python(`pairs = [pair("127.0.0.1") for _ in range(100)]\nfor a, b in pairs: a.close(); b.close()`),
    );
    const lost = stats.lost.find(({ cause }) => cause === "mapFull")?.count ?? 0;
    expect(lost).toBeGreaterThan(0);
    expect(events.filter(({ event }) => event === "close").length + lost).toBe(200);
  });
});
