/*
 * Opens files in the current directory as argv[1] says: "all" that test/kernel/open.test.ts expects, in its
 * order; "thread", by a thread that is not the leader, whose id it prints; "many", argv[2] times "a"
 * and "b" in turn. Linked statically, so that it opens nothing by itself.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define UNREADABLE ((void *)8)

/* Calls are made by their numbers: the C library has one for all, and checks what it is given. */
#ifdef SYS_open
static void old_calls(void)
{
	syscall(SYS_open, "file", O_RDONLY);
	syscall(SYS_open, "new", O_RDWR | O_CREAT | O_EXCL, 0640);
	syscall(SYS_open, "new", O_RDWR | O_CREAT | O_EXCL, 0640);
	syscall(SYS_creat, "created", 04755);
	syscall(SYS_creat, "nowhere/created", 0600);
}
#else
static void old_calls(void) {}
#endif

static void openats(int folder, const char *absolute)
{
	static char longest[5000];

	syscall(SYS_openat, AT_FDCWD, absolute, O_RDONLY | O_CLOEXEC);
	syscall(SYS_openat, -1, absolute, O_RDONLY);
	syscall(SYS_openat, AT_FDCWD, "/nowhere/file", O_WRONLY);
	syscall(SYS_openat, folder, "inner", O_RDONLY | O_NONBLOCK);
	syscall(SYS_openat, folder, "missing", O_WRONLY | O_APPEND);
	syscall(SYS_openat, folder, "../folder/./inner", O_RDONLY);
	syscall(SYS_openat, folder, "../missing", O_RDONLY);
	syscall(SYS_openat, AT_FDCWD, "link", O_RDONLY);
	syscall(SYS_openat, AT_FDCWD, "link", O_RDONLY | O_NOFOLLOW);
	syscall(SYS_openat, AT_FDCWD, ".", O_RDWR | O_TMPFILE, 0600);
	syscall(SYS_openat, AT_FDCWD, "folder", O_RDONLY | O_DIRECTORY | O_PATH);
	syscall(SYS_openat, 999, "file", O_RDONLY);
	syscall(SYS_openat, AT_FDCWD, "", O_RDONLY);
	syscall(SYS_openat, AT_FDCWD, NULL, O_RDONLY);
	syscall(SYS_openat, AT_FDCWD, UNREADABLE, O_RDONLY);
	syscall(SYS_openat, AT_FDCWD, "bytes \xff\n", O_RDONLY);
	memset(longest, 'x', sizeof(longest) - 1);
	syscall(SYS_openat, AT_FDCWD, longest, O_RDONLY);
}

static void openat2s(int folder)
{
	struct open_how how = { .flags = O_RDONLY | O_CLOEXEC, .resolve = RESOLVE_BENEATH };

	syscall(SYS_openat2, folder, "inner", &how, sizeof(how));
	syscall(SYS_openat2, folder, "../file", &how, sizeof(how));
	how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_XDEV;
	syscall(SYS_openat2, folder, "/inner", &how, sizeof(how));
	syscall(SYS_openat2, folder, "/missing", &how, sizeof(how));
	how = (struct open_how){ .flags = O_WRONLY | O_CREAT, .mode = 0604 };
	syscall(SYS_openat2, folder, "made", &how, sizeof(how));
	syscall(SYS_openat2, folder, "inner", UNREADABLE, sizeof(how));
}

static void handles(void)
{
	struct { struct file_handle handle; char bytes[MAX_HANDLE_SZ]; } file = {};
	int mount_id;

	file.handle.handle_bytes = MAX_HANDLE_SZ;
	if (name_to_handle_at(AT_FDCWD, "file", &file.handle, &mount_id, 0))
		exit(2);
	syscall(SYS_open_by_handle_at, AT_FDCWD, &file, O_RDWR);
	syscall(SYS_open_by_handle_at, 999, &file, O_RDONLY);
}

static void all(void)
{
	char absolute[4096];
	int folder;

	if (!realpath("folder/inner", absolute))
		exit(1);
	folder = syscall(SYS_openat, AT_FDCWD, "folder", O_PATH);
	old_calls();
	openats(folder, absolute);
	openat2s(folder);
	handles();
}

static void *open_from_thread(void *unused)
{
	printf("%ld\n", syscall(SYS_gettid));
	syscall(SYS_openat, AT_FDCWD, "file", O_RDONLY);
	return unused;
}

int main(int argc, char **argv)
{
	pthread_t thread;
	int fd;

	if (!strcmp(argv[1], "all")) {
		all();
	} else if (!strcmp(argv[1], "thread")) {
		pthread_create(&thread, NULL, open_from_thread, NULL);
		pthread_join(thread, NULL);
	} else {
		for (int i = 0; i < atoi(argv[2]); i++) {
			fd = syscall(SYS_openat, AT_FDCWD, i % 2 ? "b" : "a", O_RDONLY);
			close(fd);
		}
	}
	return 0;
}
