import { expect, test } from "vitest";
import { describeByPlan, named, python, watch } from "./watch.js";

describeByPlan(() => {
  test("binds and listens are told with the port that was chosen, and a bind that fails with what it asked for", async () => {
    const hosts = ["127.0.0.1", "::1"];
    const ports: number[] = [];
    const events = await watch(() => {
      for (const host of hosts) {
        const { port } = python<{ port: number }>(
          `l = listener(sys.argv[1], 7); say(port=port_of(l))
assert error_of(lambda: tcp(sys.argv[1]).bind((sys.argv[1], port_of(l)))) == "EADDRINUSE"
udp(sys.argv[1]).bind((sys.argv[1], port_of(l)))`,
          host,
        );
        ports.push(port);
      }
    });
    expect(ports.every((port) => port > 0)).toBe(true);
    expect(events).toMatchObject(
      hosts.flatMap((localAddress, index) => {
        const at = { localAddress, localPort: ports[index], remoteAddress: null, remotePort: null };
        return [
          { event: "bind", protocol: "tcp", ...at, errno: null },
          { event: "listen", protocol: "tcp", ...at, errno: null, backlog: 7 },
          { event: "bind", protocol: "tcp", ...at, errno: "EADDRINUSE" },
          { event: "bind", protocol: "udp", ...at, errno: null },
        ];
      }),
    );
  });

  test("a socket that listens without a bind has the port that the kernel gives it", async () => {
    let port = 0;
    const events = await watch(() => {
      ({ port } = python<{ port: number }>(`l = tcp("::"); l.listen(); say(port=port_of(l))`));
    });
    expect(events).toMatchObject([{ event: "listen", localAddress: "::", localPort: port }]);
  });

  test("what is no TCP or UDP socket is not told", async () => {
    const events = await watch(() =>
      python(`s = socket.socket(socket.AF_UNIX); s.bind("\\0probe-net"); s.listen()
c = socket.socket(socket.AF_UNIX); c.connect("\\0probe-net"); d = s.accept()[0]; c.send(b"x"); d.recv(1)
n = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW); n.bind((0, 0))
r = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_TCP); r.bind(("127.0.0.1", 0))
assert error_of(lambda: socket.socket(socket.AF_UNIX).connect("/nowhere")) == "ENOENT"`),
    );
    expect(events).toEqual([]);
  });

  test("changes of state are told on request, of both ends from connect and accept on", async () => {
    const script = `a, b = pair("127.0.0.1"); a.close(); b.close()`;
    expect(named(await watch(() => python(script)), "state")).toEqual([]);
    const events = await watch(() => python(script), {}, {}, true, ["listen", "state"]);
    const [listening] = named(events, "listen");
    const port = listening?.localPort ?? 0;
    const path = (isServer: boolean) =>
      named(events, "state")
        .filter(({ localPort, remoteAddress }) => (localPort === port) === isServer && remoteAddress)
        .map(({ oldState, newState }) => `${oldState} ${newState}`);
    const own = named(events, "state").filter(({ remoteAddress }) => !remoteAddress);
    expect(own).toMatchObject([
      { oldState: "close", newState: "listen" },
      { oldState: "listen", newState: "close" },
    ]);
    expect(path(false)).toEqual([
      "close synSent",
      "synSent established",
      "established finWait1",
      "finWait1 finWait2",
      "finWait2 close",
    ]);
    expect(path(true)).toEqual(["established closeWait", "closeWait lastAck", "lastAck close"]);
    expect(new Set(events.map(({ pid }) => pid)).size).toBe(1);
  });
});
