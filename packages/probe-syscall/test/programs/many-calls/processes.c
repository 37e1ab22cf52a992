// SPDX-License-Identifier: Apache-2.0
/* Memory, and what a process is and may do. */
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>
#include "many-calls.h"

void memory(void)
{
	void *at = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	void *moved;

	mprotect(at, 4096, PROT_READ);
	madvise(at, 8192, MADV_DONTNEED);
	mlock(at, 4096);
	munlock(at, 4096);
	msync(at, 4096, MS_SYNC);
	mprotect(at, 4096, PROT_READ | PROT_WRITE);
	moved = mremap(at, 8192, 16384, MREMAP_MAYMOVE);
	munmap(moved, 16384);
	munmap((void *)1, 4096);
	syscall(SYS_brk, 0);
	close(memfd_create("a name", MFD_CLOEXEC));
}

void processes(void)
{
	struct rlimit limit;
	struct rusage usage;
	struct utsname name;
	struct sysinfo info;
	gid_t groups[4];
	uid_t r, e, s;
	int status;
	pid_t child;

	getpid();
	syscall(SYS_gettid);
	getuid();
	geteuid();
	getgid();
	getegid();
	getresuid(&r, &e, &s);
	getgroups(0, groups);
	setreuid(-1, 0);
	getpgid(0);
	getsid(0);
	setpgid(0, 0);
	getpriority(PRIO_PROCESS, 0);
	setpriority(PRIO_PROCESS, 0, 1);
	sched_yield();
	sched_getscheduler(0);
	syscall(SYS_getrlimit, RLIMIT_NOFILE, &limit);
	syscall(SYS_prlimit64, 0, RLIMIT_CORE, NULL, &limit);
	syscall(SYS_prlimit64, 0, RLIMIT_NOFILE, &limit, NULL);
	getrusage(RUSAGE_SELF, &usage);
	uname(&name);
	sysinfo(&info);
	prctl(PR_SET_NAME, "renamed", 0, 0, 0);
	prctl(PR_GET_DUMPABLE, 0, 0, 0, 0);
	child = syscall(SYS_fork);
	if (!child) {
		char *arguments[] = { "/nowhere/program", "one", "two three", "", NULL };

		execve(arguments[0], arguments, NULL);
		_exit(3);
	}
	wait4(child, &status, 0, NULL);
	wait4(-1, &status, WNOHANG, NULL);
	kill(0x7ffffff, SIGTERM);
	syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), 0);
}
