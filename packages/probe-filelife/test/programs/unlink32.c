/*
 * Makes the file argv[1] and removes it, by the calls of a 32-bit program
 * (arch/x86/entry/syscalls/syscall_32.tbl). Fails where there are none.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>

#define CREAT_32 8
#define UNLINK_32 10

static long call_32(long number, long a, long b)
{
#ifdef __x86_64__
	long result;

	asm volatile("int $0x80"
		     : "=a"(result)
		     : "a"(number), "b"(a), "c"(b)
		     : "memory", "r8", "r9", "r10", "r11");
	return result;
#else
	return -1;
#endif
}

int main(int argc, char **argv)
{
	/* Where a 32-bit pointer reaches. */
	char *path = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);

	if (path == MAP_FAILED || argc < 2)
		return 1;
	strncpy(path, argv[1], 4095);
	return call_32(CREAT_32, (long)path, 0600) < 0 || call_32(UNLINK_32, (long)path, 0) < 0;
}
