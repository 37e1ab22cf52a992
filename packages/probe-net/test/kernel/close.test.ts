import { describe, expect, test } from "vitest";
import { closings } from "./closings.js";
import { describeByPlan, type NetEvent, named, Python, python, watch, watchEach } from "./watch.js";

const hosts = ["127.0.0.1", "::1"];

describeByPlan(() => {
  test.each(["127.0.0.1", "::1", "::ffff:127.0.0.1"])(
    "bytes are exact each way, for more than 10 MB (%s)",
    async (host) => {
      const up = 10_485_761;
      const down = 10_000_003;
      let port = 0;
      const events = await watch(async () => {
        const server = new Python<{ port: number }>(
          `l = tcp("::"); l.bind(("::", 0)); l.listen(); say(port=port_of(l)); c = l.accept()[0]
assert read_all(c) == ${up}
c.sendall(bytes(${down})); c.close()`,
        );
        port = (await server.said()).port;
        python(
          `s = tcp(sys.argv[1]); s.connect((sys.argv[1], int(sys.argv[2])))
for part in [1, 1000] + [65536] * 159: s.sendall(bytes(part))
s.sendall(bytes(${up} - 1001 - 159 * 65536)); s.shutdown(socket.SHUT_WR)
assert read_all(s) == ${down}
s.close()`,
          ...[host, port],
        );
        await server.ended();
      });
      const closes = named(events, "close");
      expect(closes.find(({ remotePort }) => remotePort === port)).toMatchObject({
        ...{ ending: "closed", sentBytes: up, receivedBytes: down },
      });
      expect(closes.find(({ localPort }) => localPort === port)).toMatchObject({
        ...{ ending: "closed", sentBytes: down, receivedBytes: up },
      });
      expect(closes).toHaveLength(2);
    },
  );

  /* All in one session: attaching takes longer than they do. */
  let seen: Promise<NetEvent[][]> | undefined;
  test.each(closings.map((closing, index) => ({ ...closing, index })))("$title", async ({ index, ends }) => {
    seen ??= watchEach(closings.flatMap(({ script }) => hosts.map((host) => [script, host] as const)));
    for (const place of hosts.keys()) {
      const events = (await seen)[index * hosts.length + place] ?? [];
      expect(named(events, "connect")).toMatchObject([{ remoteAddress: hosts[place] }]);
      expect(named(events, "close")).toMatchObject(ends);
    }
  });

  test("a socket that is used for a second connection has a close for each", async () => {
    const events = await watch(() =>
      python(`l = listener("127.0.0.1"); s = tcp("127.0.0.1")
for message in b"12", b"345":
    s.connect(l.getsockname()); c = l.accept()[0]; s.send(message); assert c.recv(9) == message
    ctypes.CDLL(None).connect(s.fileno(), b"\\0" * 16, 16); c.close()`),
    );
    expect(named(events, "connect").map(({ result }) => result)).toEqual(["established", "established"]);
    const ofClient = named(events, "close").filter(({ sentBytes }) => sentBytes > 0);
    expect(ofClient.map(({ ending, sentBytes }) => [ending, sentBytes])).toEqual([
      ["aborted", 2],
      ["aborted", 3],
    ]);
    expect(named(events, "close")).toHaveLength(4);
  });

  describe("the one who is told of", () => {
    test("is the thread that closes, not the one that connected", async () => {
      let tids = { closer: 0, main: 0 };
      const events = await watch(() => {
        tids = python(`a, b = pair("127.0.0.1"); tids = []
def close():
    tids.append(tid()); a.close()
t = threading.Thread(target=close); t.start(); t.join(); b.close()
say(closer=tids[0], main=tid())`);
      });
      expect(named(events, "connect")).toMatchObject([{ tid: tids.main }]);
      expect(named(events, "close")).toMatchObject([{ tid: tids.closer }, { tid: tids.main }]);
    });

    test("is the child that a connection was handed to", async () => {
      let facts = { parent: 0, child: 0 };
      const events = await watch(() => {
        facts =
          python(`l = listener("127.0.0.1"); a = tcp("127.0.0.1"); a.connect(l.getsockname()); b = l.accept()[0]
r, w = os.pipe(); child = os.fork()
if child == 0:
    a.close(); os.read(r, 1); b.send(b"123"); b.close(); os._exit(0)
b.close(); os.write(w, b"x"); assert read_all(a) == 3; a.close(); os.wait()
say(parent=os.getpid(), child=child)`);
      });
      expect(named(events, "accept")).toMatchObject([{ pid: facts.parent }]);
      expect(named(events, "close")).toHaveLength(2);
      const [byChild] = named(events, "close").filter(({ sentBytes }) => sentBytes === 3);
      const [byParent] = named(events, "close").filter(({ receivedBytes }) => receivedBytes === 3);
      expect(byChild?.pid).toBe(facts.child);
      expect(byParent?.pid).toBe(facts.parent);
    });

    test.each(["a.close(); os._exit(0)", "os.kill(os.getpid(), signal.SIGKILL)"])(
      "is the process that ends with it open (%s)",
      async (end) => {
        let child = 0;
        const events = await watch(() => {
          ({ child } = python<{ child: number }>(`l = listener("127.0.0.1"); a = tcp("127.0.0.1")
child = os.fork()
if child == 0:
    b = l.accept()[0]; b.send(b"12345"); ${end}
a.connect(l.getsockname()); assert read_all(a) == 5; os.wait(); a.close(); settle(); say(child=child)`));
        });
        expect(named(events, "close")).toHaveLength(2);
        expect(named(events, "close").find(({ sentBytes }) => sentBytes === 5)).toMatchObject({
          ...{ pid: child, comm: "python3", receivedBytes: 0, ending: "closed" },
        });
      },
    );

    test("is who connected when the other end has reset it", async () => {
      let facts = { client: 0, server: 0 };
      const events = await watch(() => {
        facts = python(`l = listener("127.0.0.1"); child = os.fork()
if child == 0:
    a = tcp("127.0.0.1"); a.connect(l.getsockname()); assert error_of(lambda: a.recv(1)) == "ECONNRESET"; os._exit(0)
b = l.accept()[0]; abort_on_close(b); b.close(); os.wait(); say(client=child, server=os.getpid())`);
      });
      expect(named(events, "close")).toMatchObject([
        { ending: "aborted", pid: facts.server },
        { ending: "reset", pid: facts.client },
      ]);
    });
  });

  test("a connection that no one has accepted is told of the end that made it", async () => {
    const events = await watch(() =>
      python(`l = listener("127.0.0.1"); a = tcp("127.0.0.1"); a.connect(l.getsockname()); l.close()
assert error_of(lambda: a.recv(1)) == "ECONNRESET"`),
    );
    expect(named(events, "accept")).toEqual([]);
    expect(named(events, "close")).toMatchObject([{ ending: "reset", errno: "ECONNRESET" }]);
  });

  test("a connection that was reset before it is accepted has both at once", async () => {
    const events = await watch(() =>
      python(`l = listener("127.0.0.1"); a = tcp("127.0.0.1"); a.connect(l.getsockname()); a.send(b"123")
abort_on_close(a); a.close(); until(lambda: ESTABLISHED not in states_in("tcp", port=port_of(l))); l.accept()[0].close()`),
    );
    expect(named(events, "accept")).toHaveLength(1);
    expect(named(events, "close")).toMatchObject([
      { ending: "aborted", sentBytes: 3 },
      { ending: "reset", errno: "ECONNRESET", receivedBytes: 3 },
    ]);
  });

  test("a connection whose other end is gone times out, after retransmits by its own process", async () => {
    const events = await watch(() =>
      python(`in_new_network(); set_ipv4("tcp_retries2", 2); run("ip addr add 10.1.0.2/32 dev lo")
l = listener("10.1.0.2"); a = tcp("10.1.0.1"); a.bind(("10.1.0.1", 0)); a.connect(l.getsockname()); b = l.accept()[0]
a.send(b"1"); assert b.recv(1) == b"1"
run("ip addr del 10.1.0.2/32 dev lo"); a.send(b"2345")
assert error_of(lambda: a.recv(1)) == "ETIMEDOUT"`),
    );
    const ends = { localAddress: "10.1.0.1", remoteAddress: "10.1.0.2", comm: "python3" };
    const [close] = named(events, "close");
    expect(close).toMatchObject({ ...ends, ending: "timedOut", errno: "ETIMEDOUT", sentBytes: 5 });
    const retransmits = named(events, "retransmit");
    expect(retransmits.length).toBeGreaterThan(0);
    expect(retransmits).toMatchObject(
      retransmits.map(() => ({ ...ends, state: "established", pid: close?.pid })),
    );
  });
});
