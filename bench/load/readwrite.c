/* Writes a byte to a file and reads it. */
#include <fcntl.h>
#include <unistd.h>
#include "load.h"

static void one(struct load *load)
{
	char byte = 'x';

	if (load->fd < 0)
		load->fd = open(load->own_path, O_CREAT | O_RDWR | O_TRUNC, 0600);
	must(pwrite(load->fd, &byte, 1, 0) == 1, "pwrite");
	must(pread(load->fd, &byte, 1, 0) == 1, "pread");
}

int main(int argc, char **argv)
{
	return run_load(argc, argv, one);
}
