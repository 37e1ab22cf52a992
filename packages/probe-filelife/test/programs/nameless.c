/* Makes an O_TMPFILE file in argv[1]. With argv[2], gives it that name and removes it again. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int fd = open(argv[1], O_TMPFILE | O_RDWR, 0600);
	int copy = dup(fd);
	char path[64];

	if (fd < 0)
		return 1;
	if (argc > 2) {
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
		if (linkat(AT_FDCWD, path, AT_FDCWD, argv[2], AT_SYMLINK_FOLLOW) || unlink(argv[2]))
			return 2;
	}
	close(copy);
	close(fd);
	return 0;
}
