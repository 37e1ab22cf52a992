/* execveat(open(argv[1]), argv[2], {argv[2], "x"}), with AT_EMPTY_PATH if argv[2] is empty. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	char x[] = "x"; /* on the stack: a literal would not be paged in yet, and so not readable */
	char *args[] = { argv[2], x, NULL };
	int fd = open(argv[1], O_PATH | O_CLOEXEC);

	syscall(SYS_execveat, fd, argv[2], args, NULL, argv[2][0] ? 0 : AT_EMPTY_PATH);
	return 7;
}
