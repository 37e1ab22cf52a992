/*
 * Writes 7 bytes to file argv[1] and reads up to 100 of it, from its beginning, through
 * io_uring. Exits with 0 if that was done, with 77 where the kernel has no io_uring to offer.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/io_uring.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define UNAVAILABLE 77

static struct io_uring_params params;
static unsigned char *sq, *cq;
static struct io_uring_sqe *requests;
static int ring;

static void *map(size_t bytes, off_t what)
{
	return mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring, what);
}

static unsigned int *at(unsigned char *queue, unsigned int offset)
{
	return (unsigned int *)(queue + offset);
}

/* One request at a time, and its result. */
static int ask(int opcode, int fd, void *memory, unsigned int bytes)
{
	unsigned int tail = *at(sq, params.sq_off.tail);
	unsigned int slot = tail & *at(sq, params.sq_off.ring_mask);
	unsigned int head = *at(cq, params.cq_off.head);
	struct io_uring_cqe *results = (void *)(cq + params.cq_off.cqes);
	int result;

	memset(&requests[slot], 0, sizeof(requests[slot]));
	requests[slot].opcode = opcode;
	requests[slot].fd = fd;
	requests[slot].addr = (unsigned long)memory;
	requests[slot].len = bytes;
	at(sq, params.sq_off.array)[slot] = slot;
	__atomic_store_n(at(sq, params.sq_off.tail), tail + 1, __ATOMIC_RELEASE);
	if (syscall(SYS_io_uring_enter, ring, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0) != 1)
		return -1;
	result = results[head & *at(cq, params.cq_off.ring_mask)].res;
	__atomic_store_n(at(cq, params.cq_off.head), head + 1, __ATOMIC_RELEASE);
	return result;
}

int main(int argc, char **argv)
{
	int fd = open(argv[1], O_RDWR);
	char text[100] = "seven..";

	ring = syscall(SYS_io_uring_setup, 4, &params);
	if (ring < 0)
		return UNAVAILABLE;
	sq = map(params.sq_off.array + params.sq_entries * sizeof(int), IORING_OFF_SQ_RING);
	cq = map(params.cq_off.cqes + params.cq_entries * sizeof(struct io_uring_cqe),
		 IORING_OFF_CQ_RING);
	requests = map(params.sq_entries * sizeof(struct io_uring_sqe), IORING_OFF_SQES);
	if (ask(IORING_OP_WRITE, fd, text, 7) != 7 || ask(IORING_OP_READ, fd, text, 100) != 10)
		return 1;
	return ask(IORING_OP_READ, -1, text, 100) >= 0;
}
