/* Starts /bin/true with its file's name as an argument, and waits for it. */
#include <spawn.h>
#include <sys/wait.h>
#include "load.h"

static void one(struct load *load)
{
	char *const arguments[] = { "/bin/true", load->path, "of", "three", NULL };
	char *const environment[] = { NULL };
	int status;
	pid_t pid;

	must(!posix_spawn(&pid, arguments[0], NULL, NULL, arguments, environment), "posix_spawn");
	must(waitpid(pid, &status, 0) == pid && status == 0, "waitpid");
}

int main(int argc, char **argv)
{
	return run_load(argc, argv, one);
}
