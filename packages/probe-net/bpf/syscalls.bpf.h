/* SPDX-License-Identifier: Apache-2.0 */
/* The tracepoint plan: system calls, seen at their exits, with arguments in user memory. */
#ifndef PROBE_NET_SYSCALLS_BPF_H
#define PROBE_NET_SYSCALLS_BPF_H

#include "calls.bpf.h"
#include "datagrams.bpf.h"
#include "outcomes.bpf.h"

#define EOPNOTSUPP 95

#define S_IFMT 0170000
#define S_IFSOCK 0140000
#define MSG_PEEK 2
#define MSG_ERRQUEUE 0x2000
#define MSG_FASTOPEN 0x20000000
#define RCV_SHUTDOWN 1

/* Most messages that one sendmmsg() takes (UIO_MAXIOV) are their product; more of a recvmmsg() are not told. */
#define MESSAGES_IN_GROUP 32
#define MESSAGE_GROUPS 32

/* struct mmsghdr, of which the name comes first, then its length. */
#define MESSAGE_BYTES 64
#define MESSAGE_LENGTH_AT 56

/* The socket behind a descriptor of the current task; NULL if it is none. */
static __always_inline struct sock *sock_by_fd(int fd)
{
	struct file *file = probe_direct_file(fd);
	struct socket *socket;

	if (!file || (BPF_CORE_READ(file, f_inode, i_mode) & S_IFMT) != S_IFSOCK)
		return NULL;
	/* A socket in the file system (AF_UNIX) can be opened by its path only with O_PATH. */
	socket = BPF_CORE_READ(file, private_data);
	return socket ? BPF_CORE_READ(socket, sk) : NULL;
}

static __always_inline bool is_udp(struct sock *sk)
{
	return sk && protocol_of(sk) == NET_PROTOCOL_UDP;
}

/* How struct msghdr begins. The kernel passes over a name whose length is 0. */
static __always_inline const void *message_name(__u64 message)
{
	struct {
		const void *name;
		__u32 length;
		__u32 padding;
	} head = {};

	read_from(USER_MEMORY, &head, sizeof(head), (const void *)message);
	return head.length ? head.name : NULL;
}

struct sock___shut {
	__u8 sk_shutdown;
} __attribute__((preserve_access_index));

/* shutdown() ends calls that wait for a datagram with 0, as an empty one does. */
static __always_inline bool is_end_of_reading(struct sock *sk, __u16 type, __u64 bytes)
{
	return type == NET_EVENT_UDP_RECEIVE && !bytes &&
	       BPF_CORE_READ((struct sock___shut *)sk, sk_shutdown) & RCV_SHUTDOWN;
}

static __always_inline void moved_datagram(struct sock *sk, const void *name, __u16 type,
					   __u64 bytes)
{
	if (!is_end_of_reading(sk, type, bytes))
		named_datagram((__u64)sk, USER_MEMORY, (__u64)name, type, bytes);
}

/*
 * One message of sendmmsg() or recvmmsg(). A global function, which the verifier goes through
 * once and not once for each of 1024 turns; such take only numbers on Linux 5.10.
 */
__noinline int tell_message(__u64 sk, __u64 message, __u32 type)
{
	__u32 bytes = 0;

	read_from(USER_MEMORY, &bytes, sizeof(bytes), (const void *)(message + MESSAGE_LENGTH_AT));
	moved_datagram((struct sock *)sk, message_name(message), type, bytes);
	return 0;
}

/* The verifier walks through a loop turn by turn: 2 times 32 of them and not 1024. */
__noinline int tell_group(__u64 sk, __u64 messages, int count, __u32 type)
{
	for (int i = 0; i < MESSAGES_IN_GROUP && i < count; i++)
		tell_message(sk, messages + i * MESSAGE_BYTES, type);
	return 0;
}

__noinline int tell_messages(__u64 sk, __u64 messages, int count, __u32 type)
{
	for (int i = 0; i < MESSAGE_GROUPS && count > 0; i++) {
		tell_group(sk, messages, count, type);
		messages += MESSAGES_IN_GROUP * MESSAGE_BYTES;
		count -= MESSAGES_IN_GROUP;
	}
	return 0;
}

/* Which argument of a call has its flags. */
static __always_inline long flags_of(struct pt_regs *regs, enum call call)
{
	switch (call) {
	case CALL_SENDTO:
	case CALL_RECVFROM:
	case CALL_RECVMMSG:
		return probe_direct_syscall_arg(regs, 3);
	case CALL_SENDMSG:
	case CALL_RECVMSG:
		return probe_direct_syscall_arg(regs, 2);
	default:
		return 0;
	}
}

static __always_inline const void *name_of(struct pt_regs *regs, enum call call)
{
	switch (call) {
	case CALL_CONNECT:
	case CALL_BIND:
		return (const void *)probe_direct_syscall_arg(regs, 1);
	case CALL_SENDTO:
	case CALL_RECVFROM:
		return (const void *)probe_direct_syscall_arg(regs, 4);
	case CALL_SENDMSG:
	case CALL_RECVMSG:
		return message_name(probe_direct_syscall_arg(regs, 1));
	default:
		return NULL;
	}
}

/* A send with MSG_FASTOPEN is a connect as well, by TCP, unless that is switched off. */
static __always_inline void fast_open_returned(struct pt_regs *regs, enum call call, long ret)
{
	struct sock *sk;

	if (ret == -EOPNOTSUPP)
		return;
	sk = sock_by_fd(probe_direct_syscall_arg(regs, 0));
	if (sk && protocol_of(sk) == NET_PROTOCOL_TCP)
		connect_returned((__u64)sk, USER_MEMORY, (__u64)name_of(regs, call),
				 ret < 0 ? ret : 0);
}

static __always_inline bool is_fast_open(struct pt_regs *regs, enum call call)
{
	return (call == CALL_SENDTO || call == CALL_SENDMSG) && flags_of(regs, call) & MSG_FASTOPEN;
}

static __always_inline void datagrams_moved(struct pt_regs *regs, enum call call, long ret)
{
	__u16 type = call < CALL_RECVFROM ? NET_EVENT_UDP_SEND : NET_EVENT_UDP_RECEIVE;
	struct sock *sk;

	if (ret < 0 || !probe_event_wanted(type) || !probe_filter())
		return;
	sk = sock_by_fd(probe_direct_syscall_arg(regs, 0));
	/* A read of no bytes does not come to the socket. */
	if (call == CALL_READ && !ret && !probe_direct_syscall_arg(regs, 2))
		return;
	if (!is_udp(sk) || (flags_of(regs, call) & (MSG_PEEK | MSG_ERRQUEUE)))
		return;
	if (call == CALL_SENDMMSG || call == CALL_RECVMMSG)
		tell_messages((__u64)sk, probe_direct_syscall_arg(regs, 1), ret, type);
	else
		moved_datagram(sk, name_of(regs, call), type, ret);
}

/* Another thread has closed the descriptor before the call that made it was over. */
static __always_inline void accepted_and_closed(struct pt_regs *regs)
{
	struct sock *listener = sock_by_fd(probe_direct_syscall_arg(regs, 0));

	if (listener && protocol_of(listener) == NET_PROTOCOL_TCP && probe_filter())
		probe_count_loss(unpaired);
}

/* A connection is followed whoever makes it, since it can be handed on. */
static __always_inline void connection_made(struct pt_regs *regs, enum call call, long ret)
{
	struct sock *sk;

	if (call == CALL_ACCEPT && ret < 0)
		return;
	sk = sock_by_fd(call == CALL_ACCEPT ? ret : probe_direct_syscall_arg(regs, 0));
	if (sk && call == CALL_ACCEPT)
		accepted((__u64)sk);
	else if (sk)
		connect_returned((__u64)sk, USER_MEMORY, (__u64)name_of(regs, call), ret);
	else if (call == CALL_ACCEPT)
		accepted_and_closed(regs);
}

static __always_inline void socket_bound(struct pt_regs *regs, enum call call, long ret)
{
	struct sock *sk;

	if (!probe_event_wanted(call == CALL_BIND ? NET_EVENT_BIND : NET_EVENT_LISTEN) ||
	    !probe_filter())
		return;
	sk = sock_by_fd(probe_direct_syscall_arg(regs, 0));
	if (sk && call == CALL_BIND)
		bind_returned((__u64)sk, USER_MEMORY, (__u64)name_of(regs, call), ret);
	else if (sk)
		listen_returned((__u64)sk, probe_direct_syscall_arg(regs, 1), ret);
}

PROBE_ARG(on_sys_exit, regs);
PROBE_ARG(on_sys_exit, ret);

SEC("tp_btf/sys_exit")
int on_sys_exit(__u64 *ctx)
{
	struct pt_regs *regs = (struct pt_regs *)ARG(on_sys_exit, regs);
	long ret = ARG(on_sys_exit, ret);
	enum call call = current_call(regs);

	if (call == CALL_OTHER)
		return 0;
	if (is_fast_open(regs, call))
		fast_open_returned(regs, call, ret);
	if (call >= CALL_SENDTO)
		datagrams_moved(regs, call, ret);
	else if (call >= CALL_LISTEN)
		socket_bound(regs, call, ret);
	else
		connection_made(regs, call, ret);
	return 0;
}

#endif /* PROBE_NET_SYSCALLS_BPF_H */
