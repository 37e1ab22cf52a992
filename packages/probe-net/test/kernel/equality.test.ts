import { spawnSync } from "node:child_process";
import { use } from "@probekit/core";
import { collect, type DeclaredDifference, type PlanEquality, planEquality } from "@probekit/core/testing";
import * as kernel from "@probekit/native";
import { beforeAll, expect, test } from "vitest";
import net from "../../src/probe.js";
import { compiled, type NetEvent, python } from "./watch.js";

/** Every event of the probe, over both families. */
const script = `
for host in ("127.0.0.1", "::1"):
    a, b = pair(host)
    a.sendall(b"12345"); b.recv(9)
    b.sendall(b"123"); a.recv(9)
    a.close(); read_all(b); b.close()
    a, b = pair(host)
    abort_on_close(a)
    a.close()
    error_of(lambda: b.recv(1))
    b.close()
    assert error_of(lambda: tcp(host).connect((host, unused_port(host)))) == "ECONNREFUSED"
    to = udp(host); to.bind((host, 0))
    by = udp(host)
    for _ in (1, 2):
        by.sendto(b"1234567", (host, port_of(to)))
        to.recvfrom(99)
    by.connect((host, port_of(to)))
    by.send(b"1"); to.recvfrom(99)
    taken = listener(host)
    assert error_of(lambda: tcp(host).bind((host, port_of(taken)))) == "EADDRINUSE"
assert error_of(lambda: tcp("127.0.0.1").connect(("255.255.255.255", 9))) == "ENETUNREACH"
assert error_of(lambda: tcp("127.0.0.1").sendto(b"1", socket.MSG_FASTOPEN, ("255.255.255.255", 9))) == "ENETUNREACH"
to, by = udp("127.0.0.1"), udp("::"); to.bind(("127.0.0.1", 0))
by.sendto(b"", ("::ffff:127.0.0.1", port_of(to))); to.recvfrom(9, socket.MSG_PEEK); to.recvfrom(9)
settle()
`;

let takesUring = false;

function workload() {
  python(script);
  takesUring = spawnSync(compiled("uring")).status === 0;
}

/** In an order that does not hang on which end the processor turns to first. */
async function observe(plan: string, work: () => unknown): Promise<NetEvent[]> {
  const names = Object.keys(net.events);
  const probes = [use(net, { eachDatagram: true }, { plan, events: names })] as const;
  const { events, stats } = await collect({ kernel, probes, follow: true }, work);
  expect(stats.lost.filter(({ cause }) => cause !== "missed")).toEqual([]);
  const order = (event: NetEvent) => JSON.stringify([event.comm, event.event, normalise(event)]);
  return (events as NetEvent[]).sort((one, other) => (order(one) < order(other) ? -1 : 1));
}

/** Ports are given out anew in each run; that there is one is the same. */
function normalise(event: NetEvent) {
  const { pid, tid, ppid, timeMs, localPort, remotePort, ...rest } = event;
  const times = { latencyMs: undefined, durationMs: undefined };
  return { ...rest, ...times, leads: pid === tid, local: Boolean(localPort), remote: Boolean(remotePort) };
}

type Row = ReturnType<typeof normalise>;

const uring: DeclaredDifference<Row> = {
  title: "sockets of io_uring",
  plans: ["tracepoint"],
  limit: "accept, listen, bind, datagrams and connects that fail before they send anything are not",
  told: (row) => {
    if (row.comm !== "uring") return row;
    const accepted = row.event === "close" && row.receivedBytes === 5;
    const ofAccepted = row.event === "state" && ["closeWait", "lastAck"].includes(row.oldState);
    const closing = row.event === "state" && row.newState === "closeWait";
    return row.event === "accept" || accepted || ofAccepted || closing ? undefined : row;
  },
};

let equality: PlanEquality;
beforeAll(async () => {
  takesUring = spawnSync(compiled("uring")).status === 0;
  const declaredDifferences = takesUring ? [uring] : [];
  equality = await planEquality({
    ...{ kernel, probe: net, workload, observe, normalise, declaredDifferences },
  });
});

test("all plans tell the same events, but for what they declare", ({ skip }) => {
  if (equality.nothing) skip(equality.nothing);
  expect(equality.compared.length).toBeGreaterThan(1);
});

test("a difference is there: sockets of io_uring", ({ skip }) => {
  if (!takesUring) skip("io_uring is not to be had here");
  if (equality.notShown.includes(uring.title))
    skip("of the plans that work here, all declare it, or none does");
  expect(equality.compared.length).toBeGreaterThan(1);
});
