// Connections that are asked for.
import { columns } from "../columns.mjs";
import { between } from "../verdict.mjs";
import { net } from "./net.mjs";

const tcpconnect = {
  name: "tcpconnect",
  command: ["tcpconnect"],
  ready: /^PID/m,
  rows: (stdout) =>
    columns(stdout, "PID", ["pid", "comm", "family", "source", "remoteAddress", "remotePort"]).map((row) => ({
      ...{ kind: "connect", pid: Number(row.pid), comm: row.comm },
      ...{ remoteAddress: row.remoteAddress, remotePort: Number(row.remotePort) },
    })),
};

const to = (rows, { address, port }) =>
  rows.filter((row) => row.kind === "connect" && row.remotePort === port && row.remoteAddress === address);

const told = (title, which) => ({
  title,
  expected: () => 1,
  reported: (rows, truth) => to(rows, truth[which]).length || undefined,
});

const field = (title, which, name, expected) => ({
  title,
  expected: (truth) => expected(truth[which], truth),
  reported: (rows, truth) => to(rows, truth[which])[0]?.[name],
});

export default {
  name: "tcpconnect",
  title: "Connections asked for",
  workload: "tcpconnect.py",
  tools: [tcpconnect, net],
  facts: [
    told("connect, IPv4, established", "v4"),
    field("… its process", "v4", "pid", (_, { pid }) => pid),
    field("… that it was established", "v4", "result", () => "established"),
    field("… how long it took, in milliseconds", "v4", "latencyMs", ({ tookMs }) => between(0.001, tookMs)),
    told("connect, IPv6, established", "v6"),
    told("connect without waiting (O_NONBLOCK), established", "nonblocking"),
    told("connect, refused", "refused"),
    field("… its error", "refused", "result", () => "ECONNREFUSED"),
    told("connect, timed out", "timedOut"),
    field("… its error", "timedOut", "result", () => "ETIMEDOUT"),
  ],
};
