/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The probe's own filters: by port, address and family. Lists are single constants, so that the
 * verifier removes the places that are not used, and with none used the whole question.
 */
#ifndef PROBE_NET_MATCH_BPF_H
#define PROBE_NET_MATCH_BPF_H

#include "endpoints.bpf.h"

/* enum net_family, or 0 for both. */
const volatile __u16 only_family = 0;

/* 0 in a place that is not used; places are used from the first on. */
#define PORT_LIST(list)                                                                            \
	const volatile __u16 list##_0 = 0, list##_1 = 0, list##_2 = 0, list##_3 = 0, list##_4 = 0, \
			     list##_5 = 0, list##_6 = 0, list##_7 = 0

#define PORT_IS(place, port) ((place) && (place) == (port))

#define PORT_IN(list, port)                                                                        \
	(PORT_IS(list##_0, port) || PORT_IS(list##_1, port) || PORT_IS(list##_2, port) ||          \
	 PORT_IS(list##_3, port) || PORT_IS(list##_4, port) || PORT_IS(list##_5, port) ||          \
	 PORT_IS(list##_6, port) || PORT_IS(list##_7, port))

PORT_LIST(port);
PORT_LIST(local_port);
PORT_LIST(remote_port);

/* A network: addresses whose bits under the mask are these. */
#define NETWORK(n)                                                                                 \
	const volatile __u32 network_##n##_a = 0, network_##n##_b = 0, network_##n##_c = 0,        \
			     network_##n##_d = 0;                                                  \
	const volatile __u32 mask_##n##_a = 0, mask_##n##_b = 0, mask_##n##_c = 0, mask_##n##_d = 0

#define IN_NETWORK(n, address)                                                                     \
	(networks > n && ((address)->a & mask_##n##_a) == network_##n##_a &&                       \
	 ((address)->b & mask_##n##_b) == network_##n##_b &&                                       \
	 ((address)->c & mask_##n##_c) == network_##n##_c &&                                       \
	 ((address)->d & mask_##n##_d) == network_##n##_d)

/* How many of them are used. */
const volatile __u8 networks = 0;
NETWORK(0);
NETWORK(1);
NETWORK(2);
NETWORK(3);

static __always_inline bool in_networks(const struct net_address *address)
{
	return IN_NETWORK(0, address) || IN_NETWORK(1, address) || IN_NETWORK(2, address) ||
	       IN_NETWORK(3, address);
}

static __noinline bool matches(const struct net_endpoints *ends)
{
	if (only_family && ends->family != only_family)
		return false;
	if (port_0 && !PORT_IN(port, ends->local_port) && !PORT_IN(port, ends->remote_port))
		return false;
	if (local_port_0 && !PORT_IN(local_port, ends->local_port))
		return false;
	if (remote_port_0 && !PORT_IN(remote_port, ends->remote_port))
		return false;
	if (networks && !in_networks(&ends->local) && !in_networks(&ends->remote))
		return false;
	return true;
}

#endif /* PROBE_NET_MATCH_BPF_H */
