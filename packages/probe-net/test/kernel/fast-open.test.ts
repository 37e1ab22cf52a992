import { expect, test } from "vitest";
import { describeByPlan, named, python, watch } from "./watch.js";

const hosts = ["127.0.0.1", "::1"];

/** Sends three bytes without a connect() before; gives the error, in a network of its own. */
const setUp = `in_new_network(); l = listener(sys.argv[1])
def fast(to, by=None, how="sendto"):
    s = by or tcp(to[0])
    call = lambda: s.sendto(b"123", socket.MSG_FASTOPEN, to) if how == "sendto" else s.sendmsg([b"123"], [], socket.MSG_FASTOPEN, to)
    return error_of(call), s
`;

describeByPlan(() => {
  test.each(hosts)(
    "a send that connects (TCP fast open) is a connect with its outcome, over %s",
    async (host) => {
      const events = await watch(() =>
        python(
          `${setUp}
for how in "sendto", "sendmsg":
    error, s = fast(l.getsockname()[:2], how=how); assert error is None
    c = l.accept()[0]; assert c.recv(9) == b"123"; s.close(); c.close()
    assert fast((sys.argv[1], unused_port(sys.argv[1])), how=how)[0] == "ECONNREFUSED"`,
          host,
        ),
      );
      expect(named(events, "connect").map(({ result, errno }) => [result, errno])).toEqual([
        ["established", null],
        ["refused", "ECONNREFUSED"],
        ["established", null],
        ["refused", "ECONNREFUSED"],
      ]);
      expect(named(events, "connect")).toMatchObject([0, 1, 2, 3].map(() => ({ remoteAddress: host })));
      expect(named(events, "close").filter(({ sentBytes }) => sentBytes === 3)).toHaveLength(2);
    },
  );

  test("one that fails inside of the call has the reason that the call has given, at once and not when the socket is closed", async () => {
    const events = await watch(() =>
      python(
        `${setUp}
error, unreachable = fast(("192.0.2.1", 80)); assert error == "ENETUNREACH"
set_ipv4("ip_local_port_range", "20000 20001"); taken = [tcp("127.0.0.1") for _ in range(2)]
for s in taken: s.connect(l.getsockname())
error, s = fast(l.getsockname()); assert error == "EADDRNOTAVAIL"
udp("127.0.0.1").bind(("127.0.0.1", 0))
s.close()`,
        "127.0.0.1",
      ),
    );
    const told = events.filter(({ event, protocol }) => event === "connect" || protocol === "udp");
    expect(told).toMatchObject([
      { result: "unreachable", errno: "ENETUNREACH", remoteAddress: "192.0.2.1", remotePort: 80 },
      { result: "established" },
      { result: "established" },
      { result: "failed", errno: "EADDRNOTAVAIL", remoteAddress: "127.0.0.1" },
      { event: "bind", protocol: "udp" },
    ]);
  });

  test("one that the system has switched off is none", async () => {
    const events = await watch(() =>
      python(
        `${setUp}
set_ipv4("tcp_fastopen", 0); assert fast(l.getsockname())[0] in ("EOPNOTSUPP", "ENOTSUP")`,
        "127.0.0.1",
      ),
    );
    expect(named(events, "connect")).toEqual([]);
  });

  test("one that a connect has put off (TCP_FASTOPEN_CONNECT) is told once", async () => {
    const events = await watch(() =>
      python(
        `in_new_network(); set_ipv4("tcp_fastopen", 3)
l = tcp("127.0.0.1"); l.bind(("127.0.0.1", 0)); l.setsockopt(socket.IPPROTO_TCP, socket.TCP_FASTOPEN, 5); l.listen()
to = l.getsockname()
def put_off():
    s = tcp("127.0.0.1"); s.setsockopt(socket.IPPROTO_TCP, 30, 1); s.connect(to); return s
for message in b"1", b"22", b"333":
    s = put_off(); s.send(message); c = l.accept()[0]; assert c.recv(9) == message; s.close(); assert c.recv(1) == b""; c.close()
s = put_off(); l.close(); assert error_of(lambda: (s.send(b"4"), s.recv(1))) == "ECONNREFUSED"`,
      ),
    );
    expect(named(events, "connect").map(({ result }) => result)).toEqual([
      ...["established", "established", "established"],
      "refused",
    ]);
  });
});
