// SPDX-License-Identifier: Apache-2.0
/* Sockets of several families, connected and not. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include "many-calls.h"

void sockets(void)
{
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6, .sin6_port = htons(1) };
	struct sockaddr_un un = { .sun_family = AF_UNIX, .sun_path = "socket" };
	struct sockaddr_storage from;
	socklen_t length = sizeof(in);
	int pair[2], on = 1, server, client, accepted;
	char buffer[64];

	socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair);
	sendto(pair[0], "through", 7, MSG_NOSIGNAL, NULL, 0);
	recvfrom(pair[1], buffer, sizeof(buffer), 0, NULL, NULL);
	recvfrom(pair[1], buffer, sizeof(buffer), MSG_DONTWAIT, NULL, NULL);
	shutdown(pair[0], SHUT_WR);
	close(pair[0]);
	close(pair[1]);

	server = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
	setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	bind(server, (struct sockaddr *)&in, sizeof(in));
	listen(server, 5);
	getsockname(server, (struct sockaddr *)&in, &length);
	client = socket(AF_INET, SOCK_STREAM, 0);
	connect(client, (struct sockaddr *)&in, sizeof(in));
	length = sizeof(from);
	accepted = accept4(server, (struct sockaddr *)&from, &length, SOCK_CLOEXEC);
	length = sizeof(from);
	getpeername(accepted, (struct sockaddr *)&from, &length);
	length = sizeof(from);
	getpeername(server, (struct sockaddr *)&from, &length);
	close(accepted);
	close(client);
	close(server);

	client = socket(AF_INET6, SOCK_DGRAM, 0);
	inet_pton(AF_INET6, "::1", &in6.sin6_addr);
	sendto(client, "datagram", 8, 0, (struct sockaddr *)&in6, sizeof(in6));
	close(client);
	client = socket(AF_UNIX, SOCK_STREAM, 0);
	connect(client, (struct sockaddr *)&un, sizeof(un));
	close(client);
	socket(99, SOCK_STREAM, 0);
}
