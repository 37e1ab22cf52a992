import { scaled } from "@probekit/core/testing";
import { describe, expect, test } from "vitest";
import { describeByPlan, named, Python, python, watch, watchAndCount } from "./watch.js";

/** To an address from which nothing comes back. */
const lost = "10.1.2.3";

describeByPlan(() => {
  describe.each([
    ["ipv4", "127.0.0.1"],
    ["ipv6", "::1"],
  ])("over %s", (family, host) => {
    test("a connection is told of both ends, each with the process that made its call", async () => {
      let server: Python<{ port: number }> | undefined;
      let client: Python<{ port: number }> | undefined;
      let port = 0;
      let clientPort = 0;
      const before = performance.now();
      const events = await watch(async () => {
        server = new Python(
          `l = listener(sys.argv[1]); say(port=port_of(l)); c = l.accept()[0]; c.recv(1); c.close()`,
          host,
        );
        port = (await server.said()).port;
        client = new Python(
          `s = tcp(sys.argv[1]); s.connect((sys.argv[1], int(sys.argv[2]))); say(port=port_of(s)); s.close()`,
          ...[host, port],
        );
        clientPort = (await client.said()).port;
        await Promise.all([client.ended(), server.ended()]);
      });
      const elapsed = performance.now() - before;

      const ofServer = { family, protocol: "tcp", localAddress: host, localPort: port, pid: server?.pid };
      const atServer = { ...ofServer, remoteAddress: host, remotePort: clientPort };
      const atClient = {
        ...{
          family,
          protocol: "tcp",
          pid: client?.pid,
          tid: client?.pid,
          ppid: process.pid,
          comm: "python3",
        },
        ...{ localAddress: host, localPort: clientPort, remoteAddress: host, remotePort: port },
      };
      const none = { remoteAddress: null, remotePort: null, errno: null };
      expect(named(events, "listen")).toMatchObject([{ ...ofServer, ...none, backlog: 128 }]);
      expect(named(events, "connect")).toMatchObject([{ ...atClient, result: "established", errno: null }]);
      expect(named(events, "accept")).toMatchObject([atServer]);
      expect(named(events, "close")).toHaveLength(2);
      expect(named(events, "close")).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ ...atClient, ending: "closed", errno: null }),
          expect.objectContaining({ ...atServer, ending: "closed", errno: null }),
        ]),
      );
      const [connect] = named(events, "connect");
      expect(connect?.latencyMs).toBeGreaterThan(0);
      expect(connect?.latencyMs).toBeLessThan(elapsed);
      for (const { durationMs } of named(events, "close")) {
        expect(durationMs).toBeGreaterThan(0);
        expect(durationMs).toBeLessThan(elapsed);
      }
    });

    test("a connect that is refused says so, once, whether it waits or not", async () => {
      let facts = { port: 0, errors: [] as string[] };
      const events = await watch(() => {
        facts = python(
          `host = sys.argv[1]; port = unused_port(host); waits = tcp(host); other = tcp(host)
errors = [error_of(lambda: waits.connect((host, port)))]
other.setblocking(False)
errors += [error_of(lambda: other.connect((host, port)))]
select.select([], [other], [])
errors += [error_of(lambda: other.connect((host, port)))]
say(port=port, errors=errors)`,
          host,
        );
      });
      expect(facts.errors).toEqual(["ECONNREFUSED", "EINPROGRESS", "ECONNREFUSED"]);
      const refused = { family, result: "refused", errno: "ECONNREFUSED", remoteAddress: host };
      expect(named(events, "connect")).toMatchObject(
        [0, 1].map(() => ({ ...refused, remotePort: facts.port, comm: "python3" })),
      );
      expect(named(events, "close")).toEqual([]);
    });

    test("a connect that does not wait is told when it has its outcome", async () => {
      const events = await watch(() =>
        python(
          `l = listener(sys.argv[1]); s = tcp(sys.argv[1]); s.setblocking(False)
assert s.connect_ex((sys.argv[1], port_of(l))) == errno.EINPROGRESS
select.select([], [s], [])
assert s.connect_ex((sys.argv[1], port_of(l))) == 0
assert s.connect_ex((sys.argv[1], port_of(l))) == errno.EISCONN`,
          host,
        ),
      );
      expect(named(events, "connect")).toMatchObject([{ result: "established", errno: null, family }]);
    });
  });

  test("a connect to where there is no route fails before it sends anything", async () => {
    const events = await watch(() =>
      python(`in_new_network()
for host in "192.0.2.1", "2001:db8::1":
    assert error_of(lambda: tcp(host).connect((host, 80))) == "ENETUNREACH"
run("ip route add unreachable 192.0.2.0/24")
assert error_of(lambda: tcp("192.0.2.1").connect(("192.0.2.1", 80))) == "EHOSTUNREACH"`),
    );
    const unreachable = { result: "unreachable", latencyMs: 0, remotePort: 80 };
    expect(named(events, "connect")).toMatchObject([
      { ...unreachable, family: "ipv4", remoteAddress: "192.0.2.1", errno: "ENETUNREACH" },
      { ...unreachable, family: "ipv6", remoteAddress: "2001:db8::1", errno: "ENETUNREACH" },
      { ...unreachable, family: "ipv4", remoteAddress: "192.0.2.1", errno: "EHOSTUNREACH" },
    ]);
  });

  test("a connect that no port is left for fails with the reason that the call has given", async () => {
    const events = await watch(() =>
      python(`in_new_network(); l = listener("127.0.0.1"); set_ipv4("ip_local_port_range", "20000 20001"); taken = [tcp("127.0.0.1") for _ in range(2)]
for s in taken: s.connect(l.getsockname())
assert error_of(lambda: tcp("127.0.0.1").connect(l.getsockname())) == "EADDRNOTAVAIL"`),
    );
    expect(named(events, "connect").map(({ result, errno }) => [result, errno])).toEqual([
      ["established", null],
      ["established", null],
      ["failed", "EADDRNOTAVAIL"],
    ]);
    expect(named(events, "connect")[2]).toMatchObject({ remoteAddress: "127.0.0.1" });
  });

  test("a connect that no one answers times out, and its SYN is sent again", async () => {
    let elapsedMs = 0;
    const events = await watch(() => {
      ({ elapsedMs } = python<{ elapsedMs: number }>(
        `in_new_network(); set_ipv4("tcp_syn_retries", 1); begin = time.monotonic()
assert error_of(lambda: tcp("10.1.2.3").connect((sys.argv[1], 81))) == "ETIMEDOUT"
say(elapsedMs=(time.monotonic() - begin) * 1000)`,
        lost,
      ));
    });
    const [connect, ...others] = named(events, "connect");
    expect(others).toEqual([]);
    expect(connect).toMatchObject({
      ...{ result: "timedOut", errno: "ETIMEDOUT", remoteAddress: lost, remotePort: 81, comm: "python3" },
      ...{ localAddress: "10.1.0.1" },
    });
    expect(connect?.latencyMs).toBeGreaterThan(1000);
    expect(connect?.latencyMs).toBeLessThan(elapsedMs);
    const resent = { state: "synSent", remoteAddress: lost, remotePort: 81, pid: connect?.pid };
    const retransmits = named(events, "retransmit"); /* two from Linux 6.5 on (tcp_syn_linear_timeouts) */
    expect(retransmits.length).toBeGreaterThan(0);
    expect(retransmits).toMatchObject(retransmits.map(() => resent));
  });

  test("a connect that is given up before there is an outcome is told as closed", async () => {
    const events = await watch(() =>
      python(
        `in_new_network(); s = tcp(sys.argv[1]); s.setblocking(False)
assert s.connect_ex((sys.argv[1], 80)) == errno.EINPROGRESS
time.sleep(0.02); s.close()
waits = tcp(sys.argv[1]); signal.signal(signal.SIGALRM, lambda *_: os._exit(0)); signal.setitimer(signal.ITIMER_REAL, 0.02)
waits.connect((sys.argv[1], 80))`,
        lost,
      ),
    );
    const closed = { result: "closed", errno: null, remoteAddress: lost };
    expect(named(events, "connect")).toMatchObject([closed, closed]);
    for (const { latencyMs } of named(events, "connect")) expect(latencyMs).toBeGreaterThan(19);
    expect(named(events, "close")).toEqual([]);
  });

  test("a socket that is closed by one thread while another waits in connect is told once", async () => {
    let tids = { waiter: 0 };
    const events = await watch(() => {
      tids = python(
        `in_new_network(); set_ipv4("tcp_syn_retries", 1); s = tcp(sys.argv[1]); waiter = []
def wait():
    waiter.append(tid())
    error_of(lambda: s.connect((sys.argv[1], 80)))
t = threading.Thread(target=wait); t.start(); until(lambda: SYN_SENT in states_in("tcp")); os.close(s.detach()); t.join()
say(waiter=waiter[0])`,
        lost,
      );
    });
    expect(named(events, "connect")).toMatchObject([
      { result: "timedOut", tid: tids.waiter, remoteAddress: lost },
    ]);
  });

  test("a connect that a signal has interrupted is told with its outcome", async () => {
    const events = await watch(() =>
      python(
        `in_new_network(); set_ipv4("tcp_syn_retries", 1); s = tcp(sys.argv[1])
signal.signal(signal.SIGALRM, lambda *_: None); signal.setitimer(signal.ITIMER_REAL, 0.05)
assert error_of(lambda: s.connect((sys.argv[1], 80))) == "ETIMEDOUT"`,
        lost,
      ),
    );
    expect(named(events, "connect")).toMatchObject([{ result: "timedOut", errno: "ETIMEDOUT" }]);
  });

  test("connects by several threads have the ids of these threads", async () => {
    let tids: number[] = [];
    const events = await watch(() => {
      ({ tids } = python<{ tids: number[] }>(`tids = []; l = listener("127.0.0.1")
def connect():
    tids.append(tid())
    tcp("127.0.0.1").connect(l.getsockname())
threads = [threading.Thread(target=connect) for _ in range(8)]
for t in threads: t.start()
for t in threads: t.join()
say(tids=tids)`));
    });
    expect(
      named(events, "connect")
        .map(({ tid }) => tid)
        .sort(),
    ).toEqual(tids.sort());
  });

  test("an IPv6 socket that speaks IPv4 has mapped addresses", async () => {
    const events = await watch(() =>
      python(`l = tcp("::"); l.bind(("::", 0)); l.listen()
s = tcp("::"); s.connect(("::ffff:127.0.0.1", port_of(l))); s.close(); l.accept()[0].close()
assert error_of(lambda: tcp("::").connect(("::ffff:127.0.0.1", unused_port("127.0.0.1")))) == "ECONNREFUSED"`),
    );
    const mapped = {
      family: "ipv6",
      localAddress: "::ffff:127.0.0.1",
      remoteAddress: "::ffff:127.0.0.1",
    };
    expect(named(events, "listen")).toMatchObject([{ family: "ipv6", localAddress: "::" }]);
    expect(named(events, "connect")).toMatchObject([
      { ...mapped, result: "established" },
      { ...mapped, result: "refused" },
    ]);
    expect(named(events, "accept")).toMatchObject([mapped]);
    expect(named(events, "close")).toMatchObject([mapped, mapped]);
  });

  test("5,000 short connections are all accounted for", async () => {
    const count = scaled(5000);
    const facts = { client: 0, server: 0, port: 0 };
    const { events, missed } = await watchAndCount(async () => {
      const server = new Python<{ port: number }>(
        `l = listener("127.0.0.1", 4096); say(port=port_of(l))
for _ in range(${count}): l.accept()[0].close()`,
      );
      facts.port = (await server.said()).port;
      const client = new Python(
        `for _ in range(${count}):
    s = tcp("127.0.0.1"); s.connect(("127.0.0.1", int(sys.argv[1]))); s.recv(1); s.close()`,
        facts.port,
      );
      Object.assign(facts, { client: client.pid, server: server.pid });
      await Promise.all([server.ended(), client.ended()]);
    });
    const told = (name: "connect" | "accept" | "close", process: number) =>
      named(events, name).filter(({ pid }) => pid === process).length;
    const { client, server } = facts;
    const counts = [
      told("connect", client),
      told("accept", server),
      told("close", client),
      told("close", server),
    ];
    /* With a run of a program that the kernel has skipped goes an event of each kind at most. */
    expect(Math.max(...counts)).toBeLessThanOrEqual(count);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(count - missed);
    if (missed > 0) return;
    const remotePorts = named(events, "accept").map(({ remotePort }) => remotePort);
    expect(named(events, "connect").map(({ localPort }) => localPort)).toEqual(remotePorts);
    /* A busy machine may drop a segment and send it again, on loopback too. */
    const many = ["connect", "accept", "close", "retransmit"];
    expect(events.filter(({ event }) => !many.includes(event))).toMatchObject([
      { event: "bind" },
      { event: "listen" },
    ]);
  });
});
