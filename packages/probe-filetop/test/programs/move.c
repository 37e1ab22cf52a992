/*
 * Moves bytes in the way that argv[1] names, between files argv[2] and argv[3], which exist;
 * `ways` says how many. Exits with 0 if the calls have returned what they should.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>
#include "reader.h"

static char text[1 << 20];
static struct iovec two[2] = { { text, 3 }, { text + 3, 4 } };

static ssize_t move_read(int a, int b)
{
	return read(a, text, sizeof(text));
}

static ssize_t move_read_at_end(int a, int b)
{
	lseek(a, 0, SEEK_END);
	return read(a, text, sizeof(text));
}

static ssize_t move_write(int a, int b)
{
	return write(a, text, 7);
}

static ssize_t move_pread(int a, int b)
{
	return pread(a, text, 7, 2);
}

static ssize_t move_pwrite(int a, int b)
{
	return pwrite(a, text, 7, 2);
}

static ssize_t move_readv(int a, int b)
{
	return readv(a, two, 2);
}

static ssize_t move_writev(int a, int b)
{
	return writev(a, two, 2);
}

static ssize_t move_preadv(int a, int b)
{
	return preadv(a, two, 2, 1);
}

static ssize_t move_pwritev(int a, int b)
{
	return pwritev(a, two, 2, 1);
}

static ssize_t move_preadv2(int a, int b)
{
	return preadv2(a, two, 2, 1, 0);
}

static ssize_t move_pwritev2(int a, int b)
{
	return pwritev2(a, two, 2, 1, 0);
}

static ssize_t move_sendfile(int a, int b)
{
	return sendfile(b, a, NULL, 100);
}

static ssize_t move_copy_file_range(int a, int b)
{
	return copy_file_range(a, NULL, b, NULL, 100, 0);
}

static ssize_t move_splice(int a, int b)
{
	int pipe_fds[2];

	if (pipe(pipe_fds) || splice(a, NULL, pipe_fds[1], NULL, 100, 0) != 10)
		return -1;
	return splice(pipe_fds[0], NULL, b, NULL, 100, 0);
}

static ssize_t move_tee(int a, int b)
{
	int from[2], to[2];

	if (pipe(from) || pipe(to) || write(from[1], text, 7) != 7)
		return -1;
	return tee(from[0], to[1], 100, 0);
}

static ssize_t move_socket(int a, int b)
{
	struct msghdr message = { .msg_iov = two, .msg_iovlen = 2 };
	int fds[2];

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, fds) || send(fds[0], text, 5, 0) != 5 ||
	    recv(fds[1], text, 100, 0) != 5 || sendmsg(fds[0], &message, 0) != 7)
		return -1;
	return recvmsg(fds[1], &message, 0);
}

/*
 * A byte through each of the descriptors 10 to 99: read from `a` where an odd number of bits is set
 * in the descriptor, written to `b` otherwise, so that one wrong bit is another file. From 64 on they
 * are in a larger table, where the lower ones are looked at again.
 */
static ssize_t move_descriptors(int a, int b)
{
	int moved = 0;

	for (int fd = 10; fd < 100; fd++)
		if (dup2(__builtin_parity(fd) ? a : b, fd) != fd ||
		    (__builtin_parity(fd) ? pread(fd, text, 1, 0) : pwrite(fd, "0", 1, 0)) != 1)
			return -1;
	for (int fd = 10; fd < 64; fd++)
		moved += __builtin_parity(fd) ? pread(fd, text, 1, 0) : pwrite(fd, "0", 1, 0);
	return moved;
}

/* What fails must not be counted. */
static ssize_t move_nothing(int a, int b)
{
	int directory = open("/", O_RDONLY | O_DIRECTORY);
	int read_only = open("/proc/self/exe", O_RDONLY);
	void *volatile nowhere = (void *)1;
	bool failed = read(999, text, 1) < 0 && write(-1, text, 1) < 0 &&
		      read(directory, text, 1) < 0 && write(read_only, text, 1) < 0 &&
		      read(a, nowhere, 1) < 0 && sendfile(b, 999, NULL, 1) < 0;

	return failed ? 0 : -1;
}

#if defined(__x86_64__)
static long call_32(long number, long first, long second, long third)
{
	long result;

	asm volatile("int $0x80"
		     : "=a"(result)
		     : "a"(number), "b"(first), "c"(second), "d"(third)
		     : "memory");
	return result;
}

/* As a 32-bit program: read(), then write() to the other. */
static ssize_t move_32_bit(int a, int b)
{
	static char low[16]; /* a program that is not position-independent is below 4 GiB */

	return call_32(3, a, (long)low, 16) == 10 ? call_32(4, b, (long)low, 7) : -1;
}
#endif

static ssize_t read_while_replaced(int replacement)
{
	struct reader reader = {};

	return start_reading(&reader) && end_reading(&reader, replacement) ? 1 : -1;
}

/* As in `replaced`, by threads whose ids differ by 8192: two at a time, then one more. */
static ssize_t move_crowded(int a, int b)
{
	struct reader first = {}, second = {}, third = {};

	if (!start_reading(&first) || !choose_tid(&first, 8192) || !start_reading(&second) ||
	    !end_reading(&second, a) || !end_reading(&first, a) || !choose_tid(&first, 16384) ||
	    !start_reading(&third) || !end_reading(&third, a))
		return -1;
	return second.tid == first.tid + 8192 && third.tid == first.tid + 16384 ? 3 : -1;
}

static ssize_t move_replaced(int a, int b)
{
	return read_while_replaced(a);
}

static ssize_t move_closed(int a, int b)
{
	return read_while_replaced(-1);
}

#define LOAD_THREADS 4

static int load_calls;

static void *load(void *fd)
{
	for (int i = 0; i < load_calls; i++)
		if (pwrite(*(int *)fd, text, 1 + i % 100, 0) < 0 ||
		    pread(*(int *)fd, text, 1 + i % 50, 0) < 0)
			abort();
	return NULL;
}

/* argv[3] times: a write of 1 to 100 bytes and a read of 1 to 50, by each of four threads. */
static ssize_t move_load(int a, int b)
{
	pthread_t threads[LOAD_THREADS];

	for (int i = 0; i < LOAD_THREADS; i++)
		if (pthread_create(&threads[i], NULL, load, &a))
			return -1;
	for (int i = 0; i < LOAD_THREADS; i++)
		pthread_join(threads[i], NULL);
	return 0;
}

static const struct {
	const char *name;
	ssize_t (*move)(int a, int b);
	ssize_t moved;
} ways[] = {
	{ "read", move_read, 10 },
	{ "read-at-end", move_read_at_end, 0 },
	{ "write", move_write, 7 },
	{ "pread", move_pread, 7 },
	{ "pwrite", move_pwrite, 7 },
	{ "readv", move_readv, 7 },
	{ "writev", move_writev, 7 },
	{ "preadv", move_preadv, 7 },
	{ "pwritev", move_pwritev, 7 },
	{ "preadv2", move_preadv2, 7 },
	{ "pwritev2", move_pwritev2, 7 },
	{ "sendfile", move_sendfile, 10 },
	{ "copy_file_range", move_copy_file_range, 10 },
	{ "splice", move_splice, 10 },
	{ "tee", move_tee, 7 },
	{ "socket", move_socket, 7 },
	{ "descriptors", move_descriptors, 54 },
	{ "nothing", move_nothing, 0 },
#if defined(__x86_64__)
	{ "32-bit", move_32_bit, 7 },
#endif
	{ "replaced", move_replaced, 1 },
	{ "closed", move_closed, 1 },
	{ "crowded", move_crowded, 3 },
	{ "load", move_load, 0 },
};

int main(int argc, char **argv)
{
	int a = open(argv[2], O_RDWR);
	int b = open(argv[3], O_RDWR);

	load_calls = atoi(argv[3]);
	for (unsigned int i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (!strcmp(argv[1], ways[i].name))
			return ways[i].move(a, b) != ways[i].moved;
	return 2;
}
