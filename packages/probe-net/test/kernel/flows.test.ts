import { openSession, use } from "@probekit/core";
import { scaled } from "@probekit/core/testing";
import * as kernel from "@probekit/native";
import { expect, test } from "vitest";
import net from "../../src/probe.js";
import { describeByPlan, Python, plan } from "./watch.js";

const script = `
a, b = pair(sys.argv[1])
print(json.dumps({"port": port_of(a), "pid": os.getpid()}), flush=True)
for size in iter(input, ""):
    threading.Thread(target=a.sendall, args=(bytes(int(size)),)).start()
    got = 0
    while got < int(size):
        got += len(b.recv(1 << 16))
    b.send(b"ok")
    a.recv(2)
    print(json.dumps({}), flush=True)
a.sendall(b"last"); a.close()
read_all(b); b.close()
`;

const open = () => openSession({ kernel, probes: [use(net, {}, { plan, events: ["flows"] })], follow: true });

describeByPlan(() => {
  test.each(["127.0.0.1", "::1"])(
    "both ends of a connection have exactly what it carried, over %s",
    async (host) => {
      const size = scaled(10_000_000);
      await using session = open();
      session.follow(process.pid);
      const python = new Python<{ port: number; pid: number }>(script, host);
      const { port, pid } = await python.said();
      const totals = { client: [0, 0], server: [0, 0] };
      const add = () => {
        for (const row of session.snapshot().flatMap(({ rows }) => rows)) {
          const end = totals[row.localPort === port ? "client" : "server"];
          expect(row).toMatchObject({ pid, protocol: "tcp", localAddress: host, remoteAddress: host });
          end[0] = (end[0] ?? 0) + row.sentBytes;
          end[1] = (end[1] ?? 0) + row.receivedBytes;
        }
      };
      for (let round = 0; round < 3; round++) {
        python.goOn(String(size));
        await python.said();
        add();
      }
      /* What was sent is counted when the other end says that it is there, which it may put off. */
      expect(totals.server[1]).toBeGreaterThanOrEqual(2 * size);
      python.goOn();
      await python.ended();
      session.stop();
      add();
      expect(totals).toEqual({ client: [3 * size + 4, 3 * 2], server: [3 * 2, 3 * size + 4] });
      expect(session.stats().lost.filter(({ cause }) => cause !== "missed")).toEqual([]);
    },
  );

  test("a connection is its maker's, whoever sends and closes", async () => {
    await using session = open();
    session.follow(process.pid);
    const forked = new Python<{ pid: number; port: number }>(`
a, b = pair("127.0.0.1")
print(json.dumps({"pid": os.getpid(), "port": port_of(a)}), flush=True)
input()
if os.fork() == 0:
    b.close()
    a.sendall(bytes(200000))
    a.close()
    os._exit(0)
a.close()
read_all(b)
os.wait()
b.close()`);
    const { pid, port } = await forked.said();
    forked.goOn();
    await forked.ended();
    session.stop();
    const rows = session.snapshot().flatMap((snapshot) => snapshot.rows);
    const sent = rows.filter(({ localPort }) => localPort === port);
    expect(sent.map((row) => [row.pid, row.sentBytes])).toEqual([[pid, 200000]]);
  });

  test("a connection that carries nothing has no row", async () => {
    await using session = open();
    session.follow(process.pid);
    const python = new Python<{ port: number }>(script, "127.0.0.1");
    await python.said();
    expect(session.snapshot().flatMap(({ rows }) => rows)).toEqual([]);
    python.stop();
  });
});
