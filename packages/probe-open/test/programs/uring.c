/*
 * Opens files in the current directory through io_uring, as test/kernel/io-uring.test.ts expects, in
 * its order. Ends with 77 where the kernel has no io_uring for it.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/io_uring.h>
#include <linux/openat2.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NO_IO_URING 77

static struct io_uring_params params;
static struct io_uring_sqe *sqes;
static char *rings;
static int ring;

static _Atomic unsigned *in_ring(unsigned offset)
{
	return (_Atomic unsigned *)(rings + offset);
}

static int set_up(void)
{
	size_t bytes;

	ring = syscall(SYS_io_uring_setup, 4, &params);
	if (ring < 0 || !(params.features & IORING_FEAT_SINGLE_MMAP))
		return -1;
	bytes = params.cq_off.cqes + params.cq_entries * sizeof(struct io_uring_cqe);
	rings = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, ring, IORING_OFF_SQ_RING);
	sqes = mmap(NULL, params.sq_entries * sizeof(*sqes), PROT_READ | PROT_WRITE, MAP_SHARED, ring,
		    IORING_OFF_SQES);
	return rings == MAP_FAILED || sqes == MAP_FAILED ? -1 : 0;
}

/* Makes one request, and waits for its end. */
static void submit(struct io_uring_sqe sqe)
{
	_Atomic unsigned *tail = in_ring(params.sq_off.tail);
	_Atomic unsigned *head = in_ring(params.cq_off.head);

	sqes[0] = sqe;
	atomic_store(in_ring(params.sq_off.array) + (*tail & *in_ring(params.sq_off.ring_mask)), 0);
	atomic_fetch_add(tail, 1);
	syscall(SYS_io_uring_enter, ring, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0);
	atomic_store(head, *in_ring(params.cq_off.tail));
}

static struct io_uring_sqe openat_of(int dirfd, const char *name, int flags, int mode)
{
	return (struct io_uring_sqe){
		.opcode = IORING_OP_OPENAT,
		.fd = dirfd,
		.addr = (uintptr_t)name,
		.open_flags = flags,
		.len = mode,
	};
}

int main(void)
{
	struct open_how how = { .flags = O_RDONLY, .resolve = RESOLVE_BENEATH };
	int slots[2] = { -1, -1 };
	struct io_uring_sqe sqe;

	if (set_up())
		return NO_IO_URING;
	submit(openat_of(AT_FDCWD, "file", O_RDONLY | O_CLOEXEC, 0));
	submit(openat_of(AT_FDCWD, "made", O_WRONLY | O_CREAT, 0640));
	submit(openat_of(AT_FDCWD, "folder/missing", O_RDONLY, 0));

	sqe = openat_of(AT_FDCWD, "folder/inner", O_RDONLY, 0);
	sqe.flags = IOSQE_ASYNC; /* by a worker, from the start */
	submit(sqe);

	sqe = openat_of(AT_FDCWD, "../file", 0, 0);
	sqe.opcode = IORING_OP_OPENAT2;
	sqe.off = (uintptr_t)&how;
	sqe.len = sizeof(how);
	submit(sqe);

	syscall(SYS_io_uring_register, ring, IORING_REGISTER_FILES, slots, 2);
	sqe = openat_of(AT_FDCWD, "file", O_RDONLY, 0);
	sqe.file_index = 1;
	submit(sqe);
	return 0;
}
