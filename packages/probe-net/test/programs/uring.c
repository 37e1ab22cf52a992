/* Connects to itself and accepts that by io_uring, sends 5 bytes by it, and closes both ends. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <linux/io_uring.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define AT(base, offset) ((unsigned *)((char *)(base) + (offset)))

static struct io_uring_params params;
static struct io_uring_sqe *entries;
static void *submissions, *completions;
static int ring;

static int set_up(void)
{
	int prot = PROT_READ | PROT_WRITE;

	ring = syscall(SYS_io_uring_setup, 4, &params);
	if (ring < 0)
		return -1;
	submissions = mmap(NULL, 4096, prot, MAP_SHARED, ring, IORING_OFF_SQ_RING);
	completions = mmap(NULL, 4096, prot, MAP_SHARED, ring, IORING_OFF_CQ_RING);
	entries = mmap(NULL, 4096, prot, MAP_SHARED, ring, IORING_OFF_SQES);
	return entries == MAP_FAILED || submissions == MAP_FAILED || completions == MAP_FAILED;
}

static struct io_uring_sqe *next(uint8_t opcode, int fd)
{
	unsigned *tail = AT(submissions, params.sq_off.tail);
	unsigned index = *tail & *AT(submissions, params.sq_off.ring_mask);
	struct io_uring_sqe *entry = &entries[index];

	memset(entry, 0, sizeof(*entry));
	entry->opcode = opcode;
	entry->fd = fd;
	AT(submissions, params.sq_off.array)[index] = index;
	__atomic_store_n(tail, *tail + 1, __ATOMIC_RELEASE);
	return entry;
}

/* Has the last entry done; gives its result. */
static int done(void)
{
	unsigned *head = AT(completions, params.cq_off.head);
	struct io_uring_cqe *results = (void *)AT(completions, params.cq_off.cqes);
	int result;

	syscall(SYS_io_uring_enter, ring, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0);
	result = results[*head & *AT(completions, params.cq_off.ring_mask)].res;
	__atomic_store_n(head, *head + 1, __ATOMIC_RELEASE);
	return result;
}

int main(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t bytes = sizeof(address);
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	int client = socket(AF_INET, SOCK_STREAM, 0);
	struct io_uring_sqe *entry;
	char data[8];
	int server;

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(listener, (void *)&address, bytes) || listen(listener, 1) ||
	    getsockname(listener, (void *)&address, &bytes) || set_up())
		return 1;

	entry = next(IORING_OP_CONNECT, client);
	entry->addr = (uintptr_t)&address;
	entry->off = sizeof(address);
	if (done())
		return 2;
	next(IORING_OP_ACCEPT, listener);
	server = done();
	if (server < 0)
		return 3;
	entry = next(IORING_OP_SEND, client);
	entry->addr = (uintptr_t) "12345";
	entry->len = 5;
	if (done() != 5 || read(server, data, sizeof(data)) != 5)
		return 4;
	close(client);
	close(server);
	return 0;
}
