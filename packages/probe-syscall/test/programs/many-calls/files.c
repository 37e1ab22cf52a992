// SPDX-License-Identifier: Apache-2.0
/* Files: by path and by descriptor, their contents, attributes and names. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>
#include "many-calls.h"

void files(void)
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
