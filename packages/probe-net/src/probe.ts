import { defineProbe, durationMs, enumeration, errno, integer, record, table, text, z } from "@probekit/core";
import { endpoints } from "./endpoints.js";
import { matchConstants, matchOptions } from "./match.js";
import { plans } from "./plans.js";
import { rowEndpoints } from "./row-endpoints.js";

const pid = { field: "pid", width: 7, align: "right" } as const;
const comm = { field: "comm", width: 12 } as const;
const port = { field: "remotePort", title: "PORT", width: 5, align: "right" } as const;
const localPort = { field: "localPort", title: "PORT", width: 5, align: "right" } as const;
const remote = { field: "remoteAddress", title: "REMOTE" } as const;
const local = { field: "localAddress", title: "LOCAL" } as const;
const error = { field: "errno", title: "ERROR", width: 12 } as const;

const connectionState = (from: string, describe: string) => enumeration("net_tcp_state", { from, describe });

/** By plan. With kprobes threads that wait in accept or connect are among them. */
const callsAtOneMoment: Readonly<Record<string, number>> = { fentry: 4096, kprobe: 16384 };

export default defineProbe({
  name: "net",
  summary: "What the network connections of this machine do, and whose they are",
  object: new URL("../bpf/net.bpf.o", import.meta.url),
  visibility: "network",
  options: z.object({
    ...matchOptions,
    eachDatagram: z
      .boolean()
      .default(false)
      .describe("tell each UDP datagram, not only the first between a socket and a remote address"),
    maxConnections: z
      .number()
      .int()
      .min(64)
      .max(1048576)
      .default(32768)
      .describe("TCP connections followed at one time; more are counted as lost"),
    maxFlows: z
      .number()
      .int()
      .min(64)
      .max(1048576)
      .default(8192)
      .describe("rows of the table flows in one interval"),
  }),
  attachPlans: plans,
  constants: ({ eachDatagram, ...match }) => ({
    each_datagram: eachDatagram,
    ...matchConstants(match),
  }),
  maps: ({ maxConnections, maxFlows }, plan) => ({
    connections: { maxEntries: maxConnections },
    function_calls: { maxEntries: callsAtOneMoment[plan] ?? 1 },
    flows_a: { maxEntries: maxFlows },
    flows_b: { maxEntries: maxFlows },
  }),
  events: {
    connect: record("net_connect", "A TCP connect has had its outcome, told of the thread that made it.", {
      ...endpoints,
      result: enumeration("net_result", {
        describe:
          "established, refused, reset, timedOut, unreachable; closed by this end before there was an outcome; failed for what errno says",
      }),
      errno: errno({ from: "ret", describe: "name of the error, null if there was none" }),
      latencyMs: durationMs({
        from: "latency_ns",
        describe:
          "time from the first packet to the outcome, in milliseconds; 0 if the kernel refused without one",
      }),
    }),
    accept: record("net_accept", "A TCP connection has been accepted.", endpoints),
    close: record(
      "net_close",
      "A TCP connection has ended, at this end. Told of the process that closed it, or of the one that connected or accepted where the other end or an error ended it.",
      {
        ...endpoints,
        ending: enumeration("net_ending", {
          describe:
            "closed in order; reset by the other end; aborted by this end, with what was under way thrown away; timedOut; unreachable; failed for what errno says",
        }),
        errno: errno({ from: "ret", describe: "name of the error, null if there was none" }),
        sentBytes: integer({ describe: "what the application sent, whether or not it has arrived" }),
        receivedBytes: integer({ describe: "what has come in, whether or not the application read it" }),
        durationMs: durationMs({
          from: "duration_ns",
          describe: "time since it was established or, at the end that listened, accepted, in milliseconds",
        }),
      },
    ),
    listen: record("net_listen", "A TCP socket listens.", {
      ...endpoints,
      backlog: integer({ describe: "connections that may wait to be accepted, as the call asked for it" }),
      errno: errno({ from: "ret", describe: "name of the error, null on success" }),
    }),
    bind: record("net_bind", "A TCP or UDP socket has been bound to a local address.", {
      ...endpoints,
      errno: errno({
        from: "ret",
        describe: "name of the error, null on success; on an error the address is the one that was asked for",
      }),
    }),
    udpSend: record(
      "net_datagram",
      "A datagram was sent; by default the first from this socket to this address.",
      {
        ...endpoints,
        sentBytes: integer({ from: "bytes", describe: "length of the datagram" }),
      },
    ),
    udpReceive: record(
      "net_datagram",
      "A datagram was received; by default the first by this socket from this address.",
      {
        ...endpoints,
        receivedBytes: integer({ from: "bytes", describe: "length, as far as there was room for it" }),
      },
    ),
    retransmit: record("net_retransmit", "A TCP segment has been sent again.", {
      ...endpoints,
      state: connectionState("state", "the connection's TCP state"),
    }),
    state: record(
      "net_state",
      "The TCP state of a socket changes. A connection has its changes told from connect or accept on.",
      {
        ...endpoints,
        oldState: connectionState("old_state", "the state that it leaves"),
        newState: connectionState("new_state", "the state that it enters"),
      },
      { optIn: true },
    ),
  },
  tables: {
    flows: table(
      { key: "net_flow_key", value: "net_flow" },
      "What each TCP connection has carried in an interval, told of the process that connected or accepted.",
      {
        pid: integer({ describe: "process id" }),
        tid: integer({ describe: "thread id" }),
        uid: integer({ describe: "real user id" }),
        comm: text({ describe: "thread name" }),
        ...rowEndpoints,
        sentBytes: integer({
          describe: "what the application sent, counted when something comes back or the connection ends",
        }),
        receivedBytes: integer({ describe: "what has come in" }),
      },
      {
        orders: {
          all: ["sentBytes", "receivedBytes"],
          sentBytes: ["sentBytes"],
          receivedBytes: ["receivedBytes"],
        },
        optIn: true,
      },
    ),
  },
  columns: {
    flows: [
      { field: "sentBytes", title: "SENT", width: 10, align: "right", unit: "bytes" },
      { field: "receivedBytes", title: "RECEIVED", width: 10, align: "right", unit: "bytes" },
      pid,
      comm,
      { ...localPort, title: "LOCAL" },
      port,
      remote,
    ],
    connect: [
      { field: "result", width: 11 },
      error,
      { field: "latencyMs", width: 8, align: "right" },
      pid,
      comm,
      port,
      remote,
    ],
    accept: [pid, comm, { ...localPort, title: "ON" }, port, remote],
    close: [
      { field: "ending", width: 11 },
      { field: "durationMs", width: 8, align: "right" },
      { field: "sentBytes", title: "SENT", width: 9, align: "right" },
      { field: "receivedBytes", title: "RECEIVED", width: 9, align: "right" },
      pid,
      comm,
      port,
      remote,
    ],
    listen: [error, { field: "backlog", width: 7, align: "right" }, pid, comm, localPort, local],
    bind: [error, { field: "protocol", width: 8 }, pid, comm, localPort, local],
    udpSend: [{ field: "sentBytes", title: "SENT", width: 9, align: "right" }, pid, comm, port, remote],
    udpReceive: [
      { field: "receivedBytes", title: "RECEIVED", width: 9, align: "right" },
      pid,
      comm,
      port,
      remote,
    ],
    retransmit: [{ field: "state", width: 11 }, pid, comm, port, remote],
    state: [
      { field: "oldState", title: "FROM", width: 11 },
      { field: "newState", title: "TO", width: 11 },
      pid,
      comm,
      port,
      remote,
    ],
  },
});
