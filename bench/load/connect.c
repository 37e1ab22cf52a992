/* Connects to a listener of its own on loopback, and closes. */
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>
#include "load.h"

static struct sockaddr_in address = { .sin_family = AF_INET };
static int listener;

/* With a reset: some ten thousand closed connections would else wait for their ports. */
static void close_at_once(int fd)
{
	struct linger linger = { .l_onoff = 1 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
	close(fd);
}

static void one(struct load *load)
{
	int client = socket(AF_INET, SOCK_STREAM, 0), server;

	(void)load;
	must(client >= 0 && !connect(client, (void *)&address, sizeof(address)), "connect");
	server = accept(listener, NULL, NULL);
	must(server >= 0, "accept");
	close_at_once(client);
	close(server);
}

int main(int argc, char **argv)
{
	socklen_t length = sizeof(address);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	listener = socket(AF_INET, SOCK_STREAM, 0);
	must(!bind(listener, (void *)&address, sizeof(address)), "bind");
	must(!listen(listener, 4096), "listen");
	must(!getsockname(listener, (void *)&address, &length), "getsockname");
	return run_load(argc, argv, one);
}
