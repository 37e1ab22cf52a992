/*
 * Calls `argv[1]` on the file argv[2]: "msync" of its one page, "range" for sync_file_range(),
 * "async" for an msync() that only says that there is something to write,
 * "invalid" for both with flags that do not exist, "tcp" for fsync() of a socket,
 * "slow" for an fsync() that has much to write,
 * "32" for each of the calls, and an O_DSYNC write, as a 32-bit program makes them (on x86),
 * "thread" for an fsync() by a thread that is not the leader, whose id it prints, "threads" for
 * one by each of more threads than the probe follows at a time, one after another, "writers" for
 * an O_DSYNC write of nothing and one of a byte by each of as many, and
 * "replaced" for an fsync() whose descriptor is made that of argv[3] meanwhile; it prints
 * "early" if the call had not ended by then.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define BYTES 4096

#define THREADS 5000
#define DIRTY_MEGABYTES 128

static volatile long tid;
static volatile bool ended;

static void *sync_from_thread(void *fd)
{
	tid = syscall(SYS_gettid);
	fsync(*(int *)fd);
	ended = true;
	return NULL;
}

static void *write_from_thread(void *fd)
{
	if (write(*(int *)fd, "", 0) || write(*(int *)fd, "x", 1) != 1)
		exit(1);
	return NULL;
}

/* Whether thread `tid` is in fsync(), and waits there. */
static bool waits(void)
{
	char path[64], text[16] = "";
	FILE *file;

	snprintf(path, sizeof(path), "/proc/self/task/%ld/syscall", tid);
	file = fopen(path, "r");
	if (!file)
		return false;
	if (!fgets(text, sizeof(text), file))
		text[0] = 0;
	fclose(file);
	return atoi(text) == SYS_fsync;
}

static bool make_dirty(int fd)
{
	static char megabyte[1 << 20];

	for (int i = 0; i < DIRTY_MEGABYTES; i++)
		if (write(fd, megabyte, sizeof(megabyte)) < 0)
			return false;
	return true;
}

static void replace_meanwhile(int fd, const char *other)
{
	int other_fd = open(other, O_RDWR | O_CREAT, 0600);
	pthread_t thread;

	if (!make_dirty(fd))
		return;
	pthread_create(&thread, NULL, sync_from_thread, &fd);
	while (!ended && !(tid && waits()))
		;
	dup2(other_fd, fd);
	if (!ended)
		printf("early\n");
	pthread_join(thread, NULL);
}

static int run_threads(void *(*start)(void *), int count, int fd)
{
	pthread_t thread;

	while (count-- > 0)
		if (pthread_create(&thread, NULL, start, &fd) || pthread_join(thread, NULL))
			return 1;
	return 0;
}

#ifdef __x86_64__
/* arch/x86/entry/syscalls/syscall_32.tbl. The arguments of sync_file_range() are 64 bits wide. */
static long call_32(long number, long a, long b, long c, long d, long e, long f)
{
	register long bp asm("r12") = f;
	long result;

	asm volatile("xchg %%r12, %%rbp; int $0x80; xchg %%r12, %%rbp"
		     : "=a"(result), "+r"(bp)
		     : "a"(number), "b"(a), "c"(b), "d"(c), "S"(d), "D"(e)
		     : "memory", "r8", "r9", "r10", "r11");
	return result;
}

static int sync_as_32_bit(int fd, const char *path)
{
	int dsync_fd = open(path, O_WRONLY | O_DSYNC);
	char *text = mmap(NULL, BYTES, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	char *low = mmap(NULL, BYTES, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_32BIT, fd, 0);

	if (dsync_fd < 0 || text == MAP_FAILED || low == MAP_FAILED)
		return 1;
	memset(low, 'y', BYTES);
	return call_32(36, 0, 0, 0, 0, 0, 0) || call_32(344, fd, 0, 0, 0, 0, 0) ||
	       call_32(118, fd, 0, 0, 0, 0, 0) || call_32(148, fd, 0, 0, 0, 0, 0) ||
	       call_32(144, (long)low, BYTES, MS_SYNC, 0, 0, 0) ||
	       call_32(314, fd, 0, 0, BYTES, 0, SYNC_FILE_RANGE_WRITE) ||
	       call_32(118, -1, 0, 0, 0, 0, 0) != -EBADF ||
	       call_32(4, dsync_fd, (long)text, BYTES, 0, 0, 0) != BYTES ||
	       call_32(4, fd, (long)text, BYTES, 0, 0, 0) != BYTES;
}
#else
static int sync_as_32_bit(int fd, const char *path)
{
	return 2;
}
#endif

int main(int argc, char **argv)
{
	const char *how = argv[1];
	int fd = open(argv[2], O_RDWR | O_CREAT, 0600);
	int range = SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER;
	char *memory;

	if (fd < 0 || ftruncate(fd, BYTES))
		return 1;
	memory = mmap(NULL, BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (memory == MAP_FAILED)
		return 1;
	memset(memory, 'x', BYTES);

	if (!strcmp(how, "msync"))
		return msync(memory, BYTES, MS_SYNC) != 0;
	if (!strcmp(how, "async"))
		return msync(memory, BYTES, MS_ASYNC) != 0;
	if (!strcmp(how, "slow"))
		return !make_dirty(fd) || fsync(fd);
	if (!strcmp(how, "32"))
		return sync_as_32_bit(fd, argv[2]);
	if (!strcmp(how, "range"))
		return sync_file_range(fd, 0, BYTES, range) != 0;
	if (!strcmp(how, "invalid"))
		return !(msync(memory, BYTES, 0x100) && sync_file_range(fd, 0, BYTES, 0x100));
	if (!strcmp(how, "tcp"))
		return !fsync(socket(AF_INET, SOCK_STREAM, 0));
	if (!strcmp(how, "replaced"))
		return replace_meanwhile(fd, argv[3]), 0;
	if (!strcmp(how, "writers"))
		return run_threads(write_from_thread, THREADS, open(argv[2], O_WRONLY | O_DSYNC));
	if (run_threads(sync_from_thread, strcmp(how, "threads") ? 1 : THREADS, fd))
		return 1;
	printf("%ld\n", tid);
	return 0;
}
