/* Starts the program `nothing` beside it with its file's name as an argument, and waits for it. */
#include <limits.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include "load.h"

static char nothing[PATH_MAX];

static void one(struct load *load)
{
	char *const arguments[] = { nothing, load->path, "of", "three", NULL };
	char *const environment[] = { NULL };
	int status;
	pid_t pid;

	must(!posix_spawn(&pid, nothing, NULL, NULL, arguments, environment), nothing);
	must(waitpid(pid, &status, 0) == pid && status == 0, "waitpid");
}

static void find_nothing(void)
{
	ssize_t length = readlink("/proc/self/exe", nothing, sizeof(nothing) - sizeof("nothing"));

	must(length > 0, "/proc/self/exe");
	strcpy(strrchr(nothing, '/') + 1, "nothing");
}

int main(int argc, char **argv)
{
	find_nothing();
	return run_load(argc, argv, one);
}
