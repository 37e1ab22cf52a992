// SPDX-License-Identifier: Apache-2.0
/*
 * Makes many different system calls, successful and failed, between two marks: calls of
 * getppid() that both strace and the probe see. It waits for a byte on its standard input
 * first, so that both can be attached.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/times.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

static char page[4096] __attribute__((aligned(4096)));

static void on_signal(int signal)
{
	(void)signal;
}

static void files(void)
{
	struct stat st;
	struct statfs fs;
	struct timespec times[2] = { { 1, 2 }, { 0, UTIME_OMIT } };
	loff_t offset = 1;
	char buffer[256];
	int fd, other, dir;

	fd = syscall(SYS_open, "plain", O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
	close(syscall(SYS_creat, "created", 0600));
	other = openat(AT_FDCWD, "tab\tquote\"back\\slash\001" "7\xc3\xa4\xff", O_WRONLY | O_CREAT | O_EXCL, 0600);
	syscall(SYS_open, "missing/file", O_RDONLY);
	syscall(SYS_open, (char *)1, O_RDONLY);
	syscall(SYS_open, NULL, O_RDONLY);
	write(fd, "hello, world\n\0\x1b[0m 123", 22);
	write(fd, "a text that is longer than thirty-two bytes", 43);
	write(-1, "x", 1);
	pwrite64(fd, "pwrite", 6, 5);
	lseek(fd, -3, SEEK_END);
	lseek(fd, 0, SEEK_SET);
	read(fd, buffer, sizeof(buffer));
	read(fd, buffer, sizeof(buffer));
	read(77, buffer, sizeof(buffer));
	pread64(fd, buffer, 8, 2);
	ftruncate(fd, 10);
	truncate("plain", 12);
	fsync(fd);
	fdatasync(fd);
	syncfs(fd);
	fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, 8192);
	posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	readahead(fd, 0, 4096);
	syscall(SYS_stat, "plain", &st);
	syscall(SYS_lstat, "missing", &st);
	syscall(SYS_fstat, fd, &st);
	syscall(SYS_newfstatat, AT_FDCWD, "/dev/null", &st, AT_SYMLINK_NOFOLLOW);
	statfs("/", &fs);
	fstatfs(fd, &fs);
	syscall(SYS_access, "plain", R_OK | W_OK);
	syscall(SYS_faccessat, AT_FDCWD, "plain", X_OK);
	syscall(SYS_chmod, "plain", 0755);
	fchmod(fd, 0600);
	syscall(SYS_fchmodat, AT_FDCWD, "plain", 04711);
	syscall(SYS_chown, "plain", -1, 0);
	fchown(fd, 0, -1);
	syscall(SYS_lchown, "plain", 0, 0);
	fchownat(AT_FDCWD, "plain", 0, 0, AT_SYMLINK_NOFOLLOW);
	umask(022);
	syscall(SYS_utimensat, AT_FDCWD, "plain", times, 0);
	syscall(SYS_mkdir, "folder", 0755);
	dir = syscall(SYS_open, "folder", O_RDONLY | O_DIRECTORY);
	syscall(SYS_mkdirat, dir, "inner", 0700);
	unlinkat(dir, "inner", AT_REMOVEDIR);
	syscall(SYS_link, "plain", "linked");
	linkat(AT_FDCWD, "plain", dir, "linked", 0);
	syscall(SYS_symlink, "plain", "symbolic");
	symlinkat("target", dir, "symbolic");
	syscall(SYS_readlink, "symbolic", buffer, sizeof(buffer));
	readlinkat(dir, "symbolic", buffer, 3);
	syscall(SYS_rename, "linked", "renamed");
	syscall(SYS_renameat, AT_FDCWD, "renamed", dir, "renamed");
	syscall(SYS_renameat2, AT_FDCWD, "plain", AT_FDCWD, "plain", 1);
	syscall(SYS_mknod, "fifo", S_IFIFO | 0600, 0);
	syscall(SYS_chdir, "folder");
	syscall(SYS_getcwd, buffer, sizeof(buffer));
	fchdir(dir);
	chdir("..");
	syscall(SYS_getdents64, dir, buffer, sizeof(buffer));
	setxattr("plain", "user.name", "value", 5, 0);
	getxattr("plain", "user.name", buffer, sizeof(buffer));
	fgetxattr(fd, "user.none", buffer, sizeof(buffer));
	removexattr("plain", "user.name");
	flock(fd, LOCK_EX | LOCK_NB);
	fcntl(fd, F_GETFD);
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	fcntl(fd, F_GETFL);
	fcntl(fd, F_DUPFD_CLOEXEC, 100);
	dup(fd);
	syscall(SYS_dup2, fd, 90);
	dup3(fd, 91, O_CLOEXEC);
	close_range(90, 101, 0);
	sendfile(other, fd, &offset, 4);
	copy_file_range(fd, NULL, other, NULL, 4, 0);
	syscall(SYS_unlink, "plain");
	syscall(SYS_rmdir, "missing");
	close(fd);
	close(other);
	close(dir);
	close(dir);
}

static void memory(void)
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

static void sockets(void)
{
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6, .sin6_port = htons(1) };
	struct sockaddr_un un = { .sun_family = AF_UNIX, .sun_path = "socket" };
	struct sockaddr_storage from;
	socklen_t length = sizeof(in);
	int pair[2], on = 1, server, client, accepted;
	char buffer[64];

	socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair);
	sendto(pair[0], "through", 7, MSG_NOSIGNAL, NULL, 0);
	recvfrom(pair[1], buffer, sizeof(buffer), 0, NULL, NULL);
	recvfrom(pair[1], buffer, sizeof(buffer), MSG_DONTWAIT, NULL, NULL);
	shutdown(pair[0], SHUT_WR);
	close(pair[0]);
	close(pair[1]);

	server = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
	setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	bind(server, (struct sockaddr *)&in, sizeof(in));
	listen(server, 5);
	getsockname(server, (struct sockaddr *)&in, &length);
	client = socket(AF_INET, SOCK_STREAM, 0);
	connect(client, (struct sockaddr *)&in, sizeof(in));
	length = sizeof(from);
	accepted = accept4(server, (struct sockaddr *)&from, &length, SOCK_CLOEXEC);
	length = sizeof(from);
	getpeername(accepted, (struct sockaddr *)&from, &length);
	length = sizeof(from);
	getpeername(server, (struct sockaddr *)&from, &length);
	close(accepted);
	close(client);
	close(server);

	client = socket(AF_INET6, SOCK_DGRAM, 0);
	inet_pton(AF_INET6, "::1", &in6.sin6_addr);
	sendto(client, "datagram", 8, 0, (struct sockaddr *)&in6, sizeof(in6));
	close(client);
	client = socket(AF_UNIX, SOCK_STREAM, 0);
	connect(client, (struct sockaddr *)&un, sizeof(un));
	close(client);
	socket(99, SOCK_STREAM, 0);
}

static void descriptors(void)
{
	struct itimerspec timer = { { 1, 2 }, { 3, 4 } }, old;
	struct epoll_event event = { .events = EPOLLIN };
	struct pollfd polled;
	int ends[2], epoll, counter, watch;

	pipe(ends);
	pipe2(ends, O_CLOEXEC | O_NONBLOCK);
	polled = (struct pollfd){ .fd = ends[0], .events = POLLIN };
	poll(&polled, 1, 1);
	epoll = epoll_create1(EPOLL_CLOEXEC);
	epoll_ctl(epoll, EPOLL_CTL_ADD, ends[0], &event);
	syscall(SYS_epoll_wait, epoll, &event, 1, 0);
	counter = eventfd(5, EFD_CLOEXEC);
	watch = inotify_init1(IN_CLOEXEC);
	inotify_add_watch(watch, ".", IN_CREATE | IN_DELETE);
	inotify_rm_watch(watch, 1);
	close(counter);
	close(watch);
	counter = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
	timerfd_settime(counter, 0, &timer, &old);
	close(counter);
	close(epoll);
}

static void processes(void)
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

static void timing(void)
{
	struct itimerval interval = { { 0, 0 }, { 5, 6 } }, old;
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
	struct timespec time = { 0, 1000 }, now;
	struct timeval day;
	sigset_t set;

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

int main(int argc, char **argv)
{
	char byte;

	if (argc != 2 || chdir(argv[1]))
		return 1;
	/* In memory, so that a program which cannot wait for it finds it there. */
	memset(page, 0, sizeof(page));
	if (read(0, &byte, 1) != 1)
		return 1;
	getppid();
	files();
	memory();
	sockets();
	descriptors();
	processes();
	timing();
	return 0;
}
