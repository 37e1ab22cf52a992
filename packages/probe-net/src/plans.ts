import {
  type AttachOptions,
  type AttachPlan,
  type AttachSpec,
  fentry,
  fexit,
  kprobe,
  kretprobe,
  plan,
  tpBtf,
} from "@probekit/core";

type Programs = Readonly<Record<string, AttachSpec>>;
type Arguments = Readonly<Record<string, string>>;

/** What the kernel says of connections by itself, in every plan: states.bpf.h. */
const states: Programs = {
  on_state: tpBtf("inet_sock_set_state", {
    args: { sk: "struct sock *", old_state: "int", new_state: "int" },
  }),
  on_destroy: tpBtf("tcp_destroy_sock", { args: { sk: "struct sock *" } }),
  on_retransmit: tpBtf("tcp_retransmit_skb", { args: { sk: "struct sock *" }, events: ["retransmit"] }),
  on_segment: tpBtf("tcp_probe", { args: { sk: "struct sock *" }, events: ["flows"] }),
  on_read: tpBtf("tcp_rcv_space_adjust", { args: { sk: "struct sock *" }, events: ["flows"] }),
};

/** Takes away what a thread that ends has left in function_calls. */
const threadEnds = tpBtf("sched_process_exit");

const ofSocket = { socket: "struct socket *" };
const ofMessage = { sk: "struct sock *", message: "struct msghdr *" };
const ofSend = { events: ["udpSend"] };
const ofReceive = {
  args: { sk: "struct sock *", skb: "struct sk_buff *", length: "int" },
  events: ["udpReceive"],
};

/** Calls `seen` for each function of fentry.bpf.h and kprobe.bpf.h whose return is told with its arguments. */
function returns(seen: (name: string, target: string, args: Arguments, options?: AttachOptions) => Programs) {
  const withAddress = (name: string, target: string, args: Arguments, rest: AttachOptions = {}) => {
    const options = { ...rest, alternative: name };
    return {
      ...seen(name, target, { ...ofSocket, address: "struct sockaddr *", ...args }, options),
      ...seen(
        `${name}_unsized`,
        target,
        { ...ofSocket, address: "struct sockaddr_unsized *", ...args },
        options,
      ),
    };
  };
  const ofFastOpen = { length: "int", flags: "int", is_send: "int" };
  return {
    ...withAddress("connect", "inet_stream_connect", {}),
    ...withAddress("fast_open", "__inet_stream_connect", ofFastOpen),
    ...withAddress("bind", "inet_bind", {}, { events: ["bind"] }),
    ...withAddress("bind6", "inet6_bind", {}, { events: ["bind"] }),
    ...seen("listen", "inet_listen", { ...ofSocket, backlog: "int" }, { events: ["listen"] }),
    ...seen("udp_send", "udp_sendmsg", ofMessage, ofSend),
  };
}

const limits = [
  "Of connections that were there before the probe was attached nothing is told.",
  "A connection that ends before it is accepted is no one's yet, and not told by the end that listens.",
  "A close that the other end has yet to answer is not told when tracing ends before that.",
  "With TLS in the kernel, the bytes of a connection are those of its records.",
  "What this end has closed is told as closed, whether or not the other end has done so too; a reset that this end sends for data that come after that is told as one of the other end.",
  "Of UDP, corked or segmented, a call is one event, whatever datagrams become of it.",
  "The table flows has what a half-closed connection sends when it ends.",
  "MPTCP sockets are not told; the TCP connections that they are made of are told as the kernel makes them.",
];

const functionLimits = [
  ...limits,
  "A connect that is refused before TCP has it, as by a security module, is not seen.",
  "The backlog of a listen is as the kernel has cut it, to net.core.somaxconn.",
  "What an accept returns that had begun to wait before the probe was attached is not told.",
  "Before Linux 6.5, datagrams that are sent by splice or sendfile are not told, or told as empty ones, unless the kernel has that version's change of it, as some stable releases.",
];

const fentryPlan = plan(
  "fentry",
  {
    ...states,
    ...returns((name, target, args, options) => ({
      [`fexit_${name}`]: fexit(target, { args: { ...args, result: "return" }, ...options }),
    })),
    fentry_udp_send6: fentry("udpv6_sendmsg", { args: ofMessage, ...ofSend }),
    fexit_udp_send6: fexit("udpv6_sendmsg", { args: { result: "return" }, ...ofSend }),
    thread_ends: { ...threadEnds, ...ofSend },
    fexit_accept: fexit("inet_csk_accept", { args: { result: "return" } }),
    fentry_udp_receive: fentry("skb_consume_udp", ofReceive),
  },
  { limits: functionLimits },
);

const kprobePlan = plan(
  "kprobe",
  {
    ...states,
    ...returns((name, target, args, options) => ({
      [`kprobe_${name}`]: kprobe(target, { args, ...options }),
      ...(name.endsWith("_unsized")
        ? {}
        : { [`kretprobe_${name}`]: kretprobe(target, options?.events && { events: options.events }) }),
    })),
    kprobe_udp_send6: kprobe("udpv6_sendmsg", { args: ofMessage, ...ofSend }),
    kretprobe_udp_send6: kretprobe("udpv6_sendmsg", ofSend),
    thread_ends: threadEnds,
    kprobe_accept: kprobe("inet_csk_accept"),
    kretprobe_accept: kretprobe("inet_csk_accept"),
    kprobe_udp_receive: kprobe("skb_consume_udp", ofReceive),
  },
  {
    constants: { ends_can_be_skipped: true },
    limits: [
      ...functionLimits,
      "Of one kind of call, as many at one moment are told as the kernel keeps returns for: at least one for each CPU. More are counted as lost, whatever came of them, when the thread calls again or ends; of what an accept among them has returned, nothing is told later either.",
    ],
  },
);

const tracepointPlan = plan(
  "tracepoint",
  { ...states, on_sys_exit: tpBtf("sys_exit", { args: { regs: "struct pt_regs *", ret: "long" } }) },
  {
    limits: [
      ...limits,
      "Of io_uring and of 32-bit programs, connects that have sent something are seen, and how these connections end; accept, listen, bind, datagrams and connects that fail before they send anything are not.",
      "The sender of a datagram is known where the socket is connected or where the receiving call asks for it.",
      "Datagrams sent by splice or sendfile are not seen, nor what a recvmmsg brings beyond 1024.",
      "An empty datagram that comes to a socket after its shutdown for reading is not told.",
      "The socket is the one that the descriptor stands for when the call ends; of an accept whose descriptor is closed by then, it is counted as lost.",
    ],
  },
);

export const plans: readonly [AttachPlan, ...AttachPlan[]] = [fentryPlan, tracepointPlan, kprobePlan];
