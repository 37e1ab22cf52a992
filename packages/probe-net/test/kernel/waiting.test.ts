import os from "node:os";
import { use } from "@probekit/core";
import { collect } from "@probekit/core/testing";
import * as kernel from "@probekit/native";
import { expect, test } from "vitest";
import net from "../../src/probe.js";
import { describeByPlan, type NetEvent, named, Python, plan, watch } from "./watch.js";

describeByPlan(() => {
  test("a thread that waits in accept since before the probe was attached is seen as far as the plan says", async () => {
    const server = new Python<{ port: number }>(
      `l = listener("127.0.0.1"); say(port=port_of(l))
for _ in range(2): l.accept()[0].close()`,
    );
    const { port } = await server.said();
    const client = new Python(
      `until(lambda: sleeps(${server.pid})); say(); input()
for _ in range(2):
    s = tcp("127.0.0.1"); s.connect(("127.0.0.1", ${port})); s.recv(1); s.close()`,
    );
    await client.said();
    const events = await watch(
      async () => {
        client.goOn();
        await Promise.all([client.ended(), server.ended()]);
      },
      {},
      { pid: [client.pid, server.pid] },
      false,
    );
    expect(named(events, "connect")).toHaveLength(2);
    expect(named(events, "accept")).toHaveLength(plan === "tracepoint" ? 2 : 1);
  });

  /** More than the kernel keeps returns for. */
  const threads = 8 * os.cpus().length + 32;

  /** What two scripts do, of which the one says the port that the other is given, and what skipped ends have lost. */
  async function observe(serving: string, asking: string, filtered: "both" | "client" = "both") {
    const server = new Python<{ port: number }>(`input()\n${serving}`);
    const client = new Python(`port = int(input())\n${asking}`);
    const pid = filtered === "both" ? [server.pid, client.pid] : [client.pid];
    const { events, stats } = await collect(
      { kernel, probes: [use(net, {}, { plan })], filter: { pid } },
      async () => {
        server.goOn();
        client.goOn(String((await server.said()).port));
        await Promise.all([client.ended(), server.ended()]);
      },
    );
    const lost = stats.lost.find(({ cause }) => cause === "unpaired")?.count ?? 0;
    return { events: events as NetEvent[], lost };
  }

  const all = (what: string) => `threads = [threading.Thread(target=${what}) for _ in range(${threads})]
for t in threads: t.start()
`;
  const join = "for t in threads: t.join()";
  const accepting = `l = listener("127.0.0.1", 999)
def accept(): l.accept()[0].close()
${all("accept")}until(lambda: all(sleeps(t.native_id) for t in threads)); say(port=port_of(l))
${join}`;
  const connecting = `for _ in range(${threads}):
    s = tcp("127.0.0.1"); s.connect(("127.0.0.1", port)); s.recv(1); s.close()`;

  test("of many threads that wait in accept each is told, or counted where the plan can miss one", async () => {
    const { events, lost } = await observe(accepting, connecting);
    expect(named(events, "connect")).toHaveLength(threads);
    expect(named(events, "accept").length + lost).toBe(threads);
    expect(lost > 0).toBe(plan === "kprobe");
  });

  test("what a process would have told that the filter leaves out is not counted as lost", async () => {
    const { events, lost } = await observe(accepting, connecting, "client");
    expect(named(events, "connect")).toHaveLength(threads);
    expect(named(events, "accept")).toEqual([]);
    expect(lost).toBe(0);
  });

  test("of many threads that wait in connect each is told, and nothing is lost", async () => {
    const { events, lost } = await observe(
      `in_new_network(); set_ipv4("tcp_syn_retries", 1)
def connect(): assert error_of(lambda: tcp("10.1.2.3").connect(("10.1.2.3", 80))) == "ETIMEDOUT"
${all("connect")}say(port=1)
${join}`,
      "",
    );
    expect(named(events, "connect").map(({ result }) => result)).toEqual(
      Array.from({ length: threads }, () => "timedOut"),
    );
    expect(lost).toBe(0);
  });
});
