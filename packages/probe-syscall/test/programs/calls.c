// SPDX-License-Identifier: Apache-2.0
/* Single calls that other programs do not make; the first argument says which. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The result overwrites the path that was passed. */
static int overwrite(const char *link)
{
	char buffer[4096];

	strcpy(buffer, link);
	return syscall(SYS_readlink, buffer, buffer, sizeof(buffer)) < 0;
}

/* The path is in a page of a file that no one has touched. */
static int untouched(const char *file)
{
	int fd = open(file, O_RDONLY);
	const char *path = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 0);

	return path == MAP_FAILED || access(path, R_OK);
}

static int unreadable(const char *unused)
{
	(void)unused;
	return syscall(SYS_rmdir, (char *)1) != -1 || errno != EFAULT;
}

static int unknown(const char *unused)
{
	(void)unused;
	return syscall(511, 1, 2, 3, 4, 5, 6) != -1 || syscall(0x40000000 + 39) != -1 ||
	       syscall(123456) != -1;
}

#if defined(__x86_64__)
/* getpid of the 32-bit ABI, whose number is writev's in the other. */
static int compat(const char *unused)
{
	long ret;

	(void)unused;
	asm volatile("int $0x80" : "=a"(ret) : "0"(20L), "b"(1L), "c"(2L), "d"(3L) : "memory");
	return ret != getpid();
}
#endif

/* Three functions, the last of which calls; and then there is time to look at the process. */
static __attribute__((noinline)) int innermost(void)
{
	return syscall(SYS_rmdir, (char *)1) != -1;
}

static __attribute__((noinline)) int inner(void)
{
	return innermost() + 1;
}

__attribute__((noinline)) int outer(void)
{
	return inner() + 1;
}

static int stack(const char *unused)
{
	char byte;

	(void)unused;
	return outer() != 2 || read(0, &byte, 1) < 0;
}

static void *exec_in_thread(void *program)
{
	char *arguments[] = { program, "from a thread", NULL };

	execv(program, arguments);
	return NULL;
}

static int thread(const char *program)
{
	pthread_t id;

	pthread_create(&id, NULL, exec_in_thread, (void *)program);
	pthread_join(id, NULL);
	return 1;
}

static void *wait_for_ever(void *fd)
{
	char byte;

	read((int)(long)fd, &byte, 1);
	return NULL;
}

/* A hundred threads in one call at one moment. */
static int threads(const char *unused)
{
	pthread_t ids[100];
	int ends[2];

	(void)unused;
	if (pipe(ends))
		return 1;
	for (int i = 0; i < 100; i++)
		pthread_create(&ids[i], NULL, wait_for_ever, (void *)(long)ends[0]);
	usleep(200000);
	close(ends[1]);
	for (int i = 0; i < 100; i++)
		pthread_join(ids[i], NULL);
	return 0;
}

static const struct {
	const char *name;
	int (*make)(const char *argument);
} calls[] = {
	{ "stack", stack },
	{ "overwrite", overwrite }, { "untouched", untouched }, { "unreadable", unreadable },
	{ "unknown", unknown },	    { "thread", thread },	{ "threads", threads },
#if defined(__x86_64__)
	{ "compat", compat },
#endif
};

int main(int argc, char **argv)
{
	for (unsigned int i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		if (argc > 1 && !strcmp(argv[1], calls[i].name))
			return calls[i].make(argc > 2 ? argv[2] : "");
	return 2;
}
