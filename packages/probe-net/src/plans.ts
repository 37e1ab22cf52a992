import { plan, tpBtf } from "@probekit/core";

/** What the kernel says of connections by itself, in every plan. */
const states = {
  on_state: tpBtf("inet_sock_set_state", {
    args: { sk: "struct sock *", old_state: "int", new_state: "int" },
  }),
  on_destroy: tpBtf("tcp_destroy_sock", { args: { sk: "struct sock *" } }),
  on_retransmit: tpBtf("tcp_retransmit_skb", { args: { sk: "struct sock *" } }),
};

const limits = [
  "Of connections that were there before the probe was attached nothing is told.",
  "A connection that ends before it is accepted is no one's yet, and not told by the end that listens.",
  "MPTCP sockets are not told; the TCP connections that they are made of are told as the kernel makes them.",
];

export const tracepointPlan = plan(
  "tracepoint",
  { ...states, on_sys_exit: tpBtf("sys_exit", { args: { regs: "struct pt_regs *", ret: "long" } }) },
  {
    limits: [
      ...limits,
      "Of io_uring and of 32-bit programs, connects that have sent something are seen, and how these connections end; accept, listen, bind, datagrams and connects that fail before they send anything are not.",
      "The sender of a datagram is known where the socket is connected or where the receiving call asks for it.",
      "Datagrams sent by splice or sendfile are not seen.",
    ],
  },
);
