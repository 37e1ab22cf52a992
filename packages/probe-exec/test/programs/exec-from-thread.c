/* Executes argv[1] from a thread that is not the leader. Prints that thread's id first. */
#include <pthread.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

static void *run(void *argv)
{
	printf("%ld\n", syscall(SYS_gettid));
	fflush(stdout);
	execv(((char **)argv)[1], (char **)argv + 1);
	return NULL;
}

int main(int argc, char **argv)
{
	pthread_t thread;

	pthread_create(&thread, NULL, run, argv);
	pthread_join(thread, NULL);
	return 127;
}
