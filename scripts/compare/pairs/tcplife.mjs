// Connections from their beginning to their end.
import { columns } from "../columns.mjs";
import { between } from "../verdict.mjs";
import { net } from "./net.mjs";

const kibibyte = 1024;

/** It prints kibibytes with two decimals, rounded; of a byte count between two of them, either. */
const roundingKib = 0.006;
const kibibytes = (text) =>
  between((Number(text) - roundingKib) * kibibyte, (Number(text) + roundingKib) * kibibyte);

const names = [
  ...["pid", "comm", "localAddress", "localPort", "remoteAddress", "remotePort"],
  ...["sent", "received", "ms"],
];

const tcplife = {
  name: "tcplife",
  command: ["tcplife", "--wide"],
  ready: /^PID/m,
  rows: (stdout) =>
    columns(stdout, "PID", names).map((row) => ({
      ...{ kind: "close", pid: Number(row.pid), comm: row.comm, durationMs: Number(row.ms) },
      ...{ localPort: Number(row.localPort), remotePort: Number(row.remotePort) },
      ...{ sent: kibibytes(row.sent), received: kibibytes(row.received) },
    })),
};

/** A connection as one of its ends has it. */
const end = (rows, { localPort, remotePort }) =>
  rows.find((row) => row.kind === "close" && row.localPort === localPort && row.remotePort === remotePort);

const field = (title, which, name, expected) => ({
  title,
  expected: (truth) => expected(truth[which]),
  reported: (rows, truth) => end(rows, truth[which])?.[name],
});

export default {
  name: "tcplife",
  title: "Connections from beginning to end",
  workload: "tcplife.py",
  tools: [tcplife, net],
  facts: [
    field("10,000,000 bytes sent, as the sender's end has it", "client", "sent", ({ sent }) => sent),
    field("… 5,000 bytes answered", "client", "received", ({ received }) => received),
    field("… the sender's process", "client", "pid", ({ pid }) => pid),
    field("… how long it lasted, in milliseconds", "client", "durationMs", ({ lastedMs }) =>
      between(...lastedMs),
    ),
    field("… bytes received, as the receiver's end has it", "server", "received", ({ received }) => received),
    field("… bytes answered", "server", "sent", ({ sent }) => sent),
    field("… the receiver's process", "server", "pid", ({ pid }) => pid),
    field("IPv6: 1,000 bytes sent", "v6", "sent", ({ sent }) => sent),
    field("reset by the other end: the process", "reset", "pid", ({ pid }) => pid),
  ],
};
