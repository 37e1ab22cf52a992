/* A system call that no probe of files, processes or sockets is about. */
#include <sys/syscall.h>
#include <unistd.h>
#include "load.h"

static void one(struct load *load)
{
	(void)load;
	must(syscall(SYS_getppid) >= 0, "getppid");
}

int main(int argc, char **argv)
{
	return run_load(argc, argv, one);
}
