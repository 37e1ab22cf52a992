/* SPDX-License-Identifier: Apache-2.0 */
/* The tracepoint plan: system calls, seen at their exits, with arguments in user memory. */
#ifndef PROBE_NET_SYSCALLS_BPF_H
#define PROBE_NET_SYSCALLS_BPF_H

#include "calls.bpf.h"
#include "datagrams.bpf.h"
#include "outcomes.bpf.h"

#define S_IFMT 0170000
#define S_IFSOCK 0140000
#define MSG_PEEK 2
#define MSG_ERRQUEUE 0x2000

/* Most messages that one sendmmsg() takes (UIO_MAXIOV); more of a recvmmsg() are not told. */
#define MAX_MESSAGES 1024

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

static __always_inline const void *message_name(__u64 message)
{
	const void *name = NULL;

	read_from(USER_MEMORY, &name, sizeof(name), (const void *)message);
	return name;
}

/*
 * One message of sendmmsg() or recvmmsg(). A global function, which the verifier goes through
 * once and not once for each of 1024 turns; such take only numbers on Linux 5.10.
 */
__noinline int tell_message(__u64 sk, __u64 message, __u32 type)
{
	__u32 bytes = 0;

	read_from(USER_MEMORY, &bytes, sizeof(bytes), (const void *)(message + MESSAGE_LENGTH_AT));
	named_datagram((struct sock *)sk, USER_MEMORY, message_name(message), type, bytes);
	return 0;
}

static __always_inline void tell_messages(struct sock *sk, __u64 messages, int count, __u16 type)
{
	for (int i = 0; i < MAX_MESSAGES; i++) {
		if (i >= count)
			return;
		tell_message((__u64)sk, messages + i * MESSAGE_BYTES, type);
	}
}

/* Which argument of a call has its flags. */
static __always_inline long receive_flags(struct pt_regs *regs, enum call call)
{
	switch (call) {
	case CALL_RECVFROM:
	case CALL_RECVMMSG:
		return probe_direct_syscall_arg(regs, 3);
	case CALL_RECVMSG:
		return probe_direct_syscall_arg(regs, 2);
	default:
		return 0;
	}
}

static __always_inline void datagrams_moved(struct pt_regs *regs, enum call call, long ret)
{
	__u16 type = call < CALL_RECVFROM ? NET_EVENT_UDP_SEND : NET_EVENT_UDP_RECEIVE;
	struct sock *sk;
	const void *name = NULL;

	if (ret < 0 || !probe_event_wanted(type) || !probe_filter())
		return;
	sk = sock_by_fd(probe_direct_syscall_arg(regs, 0));
	/* A read of no bytes does not come to the socket. */
	if (call == CALL_READ && !ret && !probe_direct_syscall_arg(regs, 2))
		return;
	if (!is_udp(sk) || (receive_flags(regs, call) & (MSG_PEEK | MSG_ERRQUEUE)))
		return;
	switch (call) {
	case CALL_SENDMMSG:
	case CALL_RECVMMSG:
		tell_messages(sk, probe_direct_syscall_arg(regs, 1), ret, type);
		return;
	case CALL_SENDTO:
	case CALL_RECVFROM:
		name = (const void *)probe_direct_syscall_arg(regs, 4);
		break;
	case CALL_SENDMSG:
	case CALL_RECVMSG:
		name = message_name(probe_direct_syscall_arg(regs, 1));
		break;
	default:
		break;
	}
	named_datagram(sk, USER_MEMORY, name, type, ret);
}

/* Another thread has closed the descriptor before the call that made it was over. */
static __always_inline void accepted_and_closed(struct pt_regs *regs)
{
	struct sock *listener = sock_by_fd(probe_direct_syscall_arg(regs, 0));

	if (listener && protocol_of(listener) == NET_PROTOCOL_TCP && probe_filter())
		probe_count_loss(unpaired);
}

PROBE_ARG(on_sys_exit, regs);
PROBE_ARG(on_sys_exit, ret);

SEC("tp_btf/sys_exit")
int on_sys_exit(__u64 *ctx)
{
	struct pt_regs *regs = (struct pt_regs *)ARG(on_sys_exit, regs);
	long ret = ARG(on_sys_exit, ret);
	enum call call = current_call(regs);
	const void *name;
	struct sock *sk;

	if (call == CALL_OTHER)
		return 0;
	if (call >= CALL_SENDTO) {
		datagrams_moved(regs, call, ret);
		return 0;
	}
	if (call == CALL_ACCEPT && ret < 0)
		return 0;
	sk = sock_by_fd(call == CALL_ACCEPT ? ret : probe_direct_syscall_arg(regs, 0));
	if (!sk) {
		if (call == CALL_ACCEPT)
			accepted_and_closed(regs);
		return 0;
	}
	name = (const void *)probe_direct_syscall_arg(regs, 1);
	switch (call) {
	case CALL_CONNECT:
		connect_returned(sk, USER_MEMORY, name, ret);
		break;
	case CALL_ACCEPT:
		accepted(sk);
		break;
	case CALL_LISTEN:
		listen_returned(sk, probe_direct_syscall_arg(regs, 1), ret);
		break;
	default:
		bind_returned(sk, USER_MEMORY, name, ret);
	}
	return 0;
}

#endif /* PROBE_NET_SYSCALLS_BPF_H */
