/* Opens and closes a file. */
#include <fcntl.h>
#include <unistd.h>
#include "load.h"

static void one(struct load *load)
{
	int fd = open(load->path, O_RDONLY);

	must(fd >= 0, "open");
	close(fd);
}

int main(int argc, char **argv)
{
	return run_load(argc, argv, one);
}
