// SPDX-License-Identifier: Apache-2.0
/* Pipes, timers and what waits for descriptors; and calls that are given structs of structs. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <unistd.h>
#include "many-calls.h"

void descriptors(void)
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

void structs(void)
{
	struct iovec out[2] = { { "ab", 2 }, { "cde", 3 } };
	char buffer[9];
	struct iovec in = { buffer, 5 };
	struct msghdr message = { .msg_iov = out, .msg_iovlen = 2 };
	struct timespec time = {};
	struct statx status;
	int pair[2], number;
	socklen_t length = sizeof(number);
	fd_set readable;
	stack_t old;

	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	writev(pair[0], out, 2);
	readv(pair[1], &in, 1);
	sendmsg(pair[0], &message, 0);
	ioctl(pair[1], FIONREAD, &number);
	getsockopt(pair[0], SOL_SOCKET, SO_TYPE, &number, &length);
	FD_ZERO(&readable);
	FD_SET(pair[1], &readable);
	pselect(pair[1] + 1, &readable, NULL, NULL, &time, NULL);
	message = (struct msghdr){ .msg_iov = &in, .msg_iovlen = 1 };
	recvmsg(pair[1], &message, 0);
	sigaltstack(NULL, &old);
	statx(AT_FDCWD, "/", 0, STATX_SIZE, &status);
	close(pair[0]);
	close(pair[1]);
}
