/*
 * Makes the calls that test/kernel/args.test.ts expects to be told of, in its order; none of
 * them need succeed. Linked statically, so that it opens nothing by itself.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define UNREADABLE ((void *)8)

static void connect_to(int domain, const void *address, int length)
{
	int fd = socket(domain, SOCK_DGRAM, 0);

	/* Not connect(), which may not take a bad pointer. Without the domain, -1 does. */
	syscall(SYS_connect, fd, address, length);
	close(fd);
}

static void connect_to_unix(const char *name, int bytes)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };

	memcpy(un.sun_path, name, bytes);
	connect_to(AF_UNIX, &un, offsetof(struct sockaddr_un, sun_path) + bytes);
}

static void connects(void)
{
	struct sockaddr_in6 in6 = { AF_INET6, htons(443), 0, IN6ADDR_LOOPBACK_INIT, 7 };
	struct sockaddr_nl nl = { .nl_family = AF_NETLINK, .nl_pid = 1 << 30, .nl_groups = 2 };
	struct { struct sockaddr_in in; char rest[112]; } storage;
	unsigned char other[6] = { AF_VSOCK, 0, 1, 2, 3, 4 };

	memset(&storage, 0xff, sizeof(storage));
	storage.in = (struct sockaddr_in){ AF_INET, htons(9), { htonl(0x7f000001) }, {} };
	connect_to(AF_INET, &storage, sizeof(storage));
	connect_to(AF_INET6, &in6, sizeof(in6));
	connect_to_unix("/nowhere/a.sock", strlen("/nowhere/a.sock"));
	connect_to_unix("\0abstract\0\xff", 11);
	connect_to(AF_NETLINK, &nl, sizeof(nl));
	connect_to(AF_INET, other, sizeof(other));
	connect_to(AF_INET, &storage, 8);
	connect_to(AF_INET, &storage, 1);
	connect_to(AF_INET, NULL, 16);
	connect_to(AF_INET, UNREADABLE, 16);
}

static void opens(void)
{
	char longest[5001];

	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = 0;
	syscall(SYS_openat, AT_FDCWD, "/nowhere/\xff", O_RDWR | O_CREAT, 0640);
	syscall(SYS_openat, -1, longest, 0, 0);
	syscall(SYS_openat, -1, NULL, 0, 0);
	syscall(SYS_openat, -1, UNREADABLE, 0, 0);
}

/* Calls that fail, at an empty path: what works leaves no arguments to be read. */
static void execs(void)
{
	static char big[4001];
	const char *few[] = { "a", "", "\xc3\xa4\xff", NULL };
	const char *broken[] = { "a", UNREADABLE, "b", NULL };
	const char *bigs[8] = { big, big, big, big, big, big, big };
	const char *many[130] = {};
	int count;

	memset(big, 'y', sizeof(big) - 1);
	syscall(SYS_execve, "", few, NULL);
	syscall(SYS_execve, "", broken, UNREADABLE);
	for (count = 0; count < 128; count++)
		many[count] = "m";
	syscall(SYS_execve, "", many, &many[128]);
	many[128] = "m";
	syscall(SYS_execve, "", many, NULL);
	syscall(SYS_execve, "", few, bigs);
}

static void writes(void)
{
	static char zeros[1025];

	syscall(SYS_write, -1, "\0\xff\n", 3L);
	syscall(SYS_write, -1, zeros, 1024L);
	syscall(SYS_write, -1, zeros, 1025L);
	syscall(SYS_write, -1, zeros, -1L);
	syscall(SYS_write, -1, NULL, 0L);
}

static void structs(void)
{
	struct timespec forever = { 0x7fffffffffffffff, -1 };
	int on = 1, fds[2], inet = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_TCP);

	syscall(SYS_pipe2, fds, O_CLOEXEC | O_NONBLOCK);
	syscall(SYS_pipe2, UNREADABLE, 0);
	syscall(SYS_clock_nanosleep, CLOCK_BOOTTIME, TIMER_ABSTIME, &forever, NULL);
	syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, NULL, NULL);
	chdir("/usr/bin");
	syscall(SYS_fchmodat, AT_FDCWD, "nothing", 0644);
	syscall(SYS_fchmodat, open("/", O_PATH), "nothing", 04755);
	syscall(SYS_fchmodat, fds[0], "nothing", S_IFIFO | 01777);
	syscall(SYS_fchmodat, -1, "nothing", 0);
	syscall(SYS_setsockopt, inet, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	syscall(SYS_setsockopt, inet, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	syscall(SYS_setsockopt, inet, SOL_NETLINK, 1, &on, sizeof(on));
	socket(AF_NETLINK, SOCK_RAW, 15);
	socket(AF_UNIX, SOCK_DGRAM, 0);
}

int main(void)
{
	connects();
	opens();
	execs();
	writes();
	structs();
	return 0;
}
