/* Creates a file and removes it. */
#include <fcntl.h>
#include <unistd.h>
#include "load.h"

static void one(struct load *load)
{
	int fd = open(load->own_path, O_CREAT | O_WRONLY | O_EXCL, 0600);

	must(fd >= 0, "create");
	close(fd);
	must(!unlink(load->own_path), "unlink");
}

int main(int argc, char **argv)
{
	return run_load(argc, argv, one);
}
