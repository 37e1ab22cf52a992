/* SPDX-License-Identifier: Apache-2.0 */
/* Typed arguments that are socket addresses: args.bpf.h says how they are used. */
#ifndef PROBEKIT_SOCKADDR_ARGS_BPF_H
#define PROBEKIT_SOCKADDR_ARGS_BPF_H

#include "args.bpf.h"

/* sizeof(struct sockaddr_storage): the kernel refuses what is longer. */
#define PROBE_SOCKADDR_MAX 128

/* The kernel's headers for user space do not have these. */
enum probekit_address_family {
	PROBEKIT_AF_UNIX = 1,
	PROBEKIT_AF_INET = 2,
	PROBEKIT_AF_INET6 = 10,
	PROBEKIT_AF_NETLINK = 16,
	PROBEKIT_AF_PACKET = 17,
};

/*
 * Most bytes of a family's struct. Many callers pass a sockaddr_storage whole; what follows the
 * address in it is whatever their memory held.
 */
static __always_inline __u32 probekit_sockaddr_size(__u16 family)
{
	switch (family) {
	case PROBEKIT_AF_UNIX:
		return 110;
	case PROBEKIT_AF_INET:
		return 16;
	case PROBEKIT_AF_INET6:
		return 28;
	case PROBEKIT_AF_NETLINK:
		return 12;
	case PROBEKIT_AF_PACKET: /* a hardware address can have 32 bytes, whatever the struct says */
		return 44;
	default:
		return PROBE_SOCKADDR_MAX;
	}
}

static __always_inline void probekit_arg_sockaddr(struct probe_scratch *scratch, __u32 index,
						  enum probekit_source source, const void *address,
						  int length)
{
	struct probekit_payload payload;
	__u32 at, size;

	if (!address || length < (int)sizeof(__u16))
		return;
	at = probekit_arg_place(scratch);
	if (!at || at >= PROBE_TAIL_LIMIT)
		return;
	if (length > PROBE_SOCKADDR_MAX)
		length = PROBE_SOCKADDR_MAX;
	payload = probekit_arg_payload(scratch, at, source, address, length, PROBE_SOCKADDR_MAX);
	size = probekit_sockaddr_size(*(__u16 *)&scratch->record[at]);
	if (payload.length > size)
		payload.length = size;
	probekit_arg_commit(scratch, index, SOCKADDR_T, payload.flags, payload.length);
}

/* A struct sockaddr of `length` bytes; one too short to have a family is left out. */
static __always_inline void probe_arg_user_sockaddr(struct probe_scratch *scratch, __u32 index,
						    const void *address, int length)
{
	probekit_arg_sockaddr(scratch, index, PROBEKIT_USER, address, length);
}

static __always_inline void probe_arg_kernel_sockaddr(struct probe_scratch *scratch, __u32 index,
						      const void *address, int length)
{
	probekit_arg_sockaddr(scratch, index, PROBEKIT_KERNEL, address, length);
}

/* The bytes of struct sockaddr_in and the first 28 of struct sockaddr_in6. */
struct probekit_sockaddr_in {
	__u16 family;
	__be16 port;
	__u8 address[4];
	__u8 zero[8];
};

struct probekit_sockaddr_in6 {
	__u16 family;
	__be16 port;
	__u32 flow_info;
	__u8 address[16];
	__u32 scope_id;
};

/*
 * An address that the program has in parts, as struct sock has: `address` is 4 bytes for
 * AF_INET and 16 for AF_INET6, in the kernel's memory or the program's own, and the port in
 * network order. Other families are left out.
 */
static __always_inline void probe_arg_inet(struct probe_scratch *scratch, __u32 index, __u16 family,
					   const void *address, __be16 port_be)
{
	struct probekit_sockaddr_in6 in6 = { .family = family, .port = port_be };
	struct probekit_sockaddr_in in = { .family = family, .port = port_be };

	if (family == PROBEKIT_AF_INET) {
		if (bpf_probe_read_kernel(in.address, sizeof(in.address), address))
			scratch->flags |= PROBE_FLAG_UNREADABLE;
		else
			probe_arg_kernel_sockaddr(scratch, index, &in, sizeof(in));
	} else if (family == PROBEKIT_AF_INET6) {
		if (bpf_probe_read_kernel(in6.address, sizeof(in6.address), address))
			scratch->flags |= PROBE_FLAG_UNREADABLE;
		else
			probe_arg_kernel_sockaddr(scratch, index, &in6, sizeof(in6));
	}
}

#endif /* PROBEKIT_SOCKADDR_ARGS_BPF_H */
