// SPDX-License-Identifier: Apache-2.0
/* Clocks, timers, signals and futexes; and the end. */
#define _GNU_SOURCE
#include <linux/futex.h>
#include <signal.h>
#include <string.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
#include "many-calls.h"

static char page[4096] __attribute__((aligned(4096)));

static void on_signal(int signal)
{
	(void)signal;
}

void timing(void)
{
	struct itimerval interval = { { 0, 0 }, { 5, 6 } }, old;
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
	struct timespec time = { 0, 1000 }, now;
	struct timeval day;
	sigset_t set;

	/* In memory, so that a program which cannot wait for it finds it there. */
	memset(page, 0, sizeof(page));
	nanosleep(&time, NULL);
	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL);
	syscall(SYS_clock_gettime, CLOCK_REALTIME_COARSE, &now);
	syscall(SYS_clock_getres, CLOCK_BOOTTIME, &now);
	syscall(SYS_gettimeofday, &day, NULL);
	setitimer(ITIMER_REAL, &interval, &old);
	getitimer(ITIMER_REAL, &old);
	alarm(0);
	sigaction(SIGUSR1, &action, NULL);
	sigaction(SIGUSR1, NULL, &action);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGRTMIN + 3);
	sigprocmask(SIG_BLOCK, &set, NULL);
	sigfillset(&set);
	sigprocmask(SIG_SETMASK, NULL, &set);
	syscall(SYS_futex, page, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1, NULL, NULL, 0);
	syscall(SYS_futex, page, FUTEX_WAIT, 0, &time, NULL, 0);
	getrandom(page, 4, GRND_NONBLOCK);
	syscall(SYS_getrandom, page, 0, 0);
	syscall(1000, 1, 2, 3, 4, 5, 6);
	syscall(SYS_exit_group, 7);
}
