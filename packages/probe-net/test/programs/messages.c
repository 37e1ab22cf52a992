/*
 * Sends 100 datagrams of 1 to 100 bytes to itself by one sendmmsg(), and receives them by one
 * recvmmsg() that asks for their senders. Prints the two ports.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>

#define MESSAGES 100

static struct mmsghdr messages[MESSAGES];
static struct iovec data[MESSAGES];
static struct sockaddr_in names[MESSAGES];
static char bytes[MESSAGES];

static int bound(struct sockaddr_in *address)
{
	socklen_t length = sizeof(*address);
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	address->sin_family = AF_INET;
	address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(fd, (void *)address, length) || getsockname(fd, (void *)address, &length))
		return -1;
	return fd;
}

int main(void)
{
	struct sockaddr_in to = {}, from = {};
	int receiver = bound(&to), sender = bound(&from);

	for (int i = 0; i < MESSAGES; i++) {
		names[i] = to;
		data[i] = (struct iovec){ bytes, i + 1 };
		messages[i].msg_hdr.msg_name = &names[i];
		messages[i].msg_hdr.msg_namelen = sizeof(names[i]);
		messages[i].msg_hdr.msg_iov = &data[i];
		messages[i].msg_hdr.msg_iovlen = 1;
	}
	if (sendmmsg(sender, messages, MESSAGES, 0) != MESSAGES)
		return 1;
	for (int i = 0; i < MESSAGES; i++)
		data[i].iov_len = sizeof(bytes);
	if (recvmmsg(receiver, messages, MESSAGES, 0, NULL) != MESSAGES)
		return 2;
	printf("[%d, %d]\n", ntohs(from.sin_port), ntohs(to.sin_port));
	return 0;
}
