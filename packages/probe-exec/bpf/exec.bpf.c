// SPDX-License-Identifier: Apache-2.0
/*
 * Every exec. Those that work are reported from sched_process_exec, where argv lies in one
 * piece in the new program's memory; those that fail from the exit of the system call,
 * where the caller's memory is still there to read.
 */
#include <probekit/probe.bpf.h>
#include "exec.h"

PROBE_RECORD(exec_event);
PROBE_EVENT_TYPES(exec_event_type);

#define AT_FDCWD -100
#define AT_EMPTY_PATH 0x1000
#if defined(__TARGET_ARCH_x86)
#define NR_EXECVEAT 322
#elif defined(__TARGET_ARCH_arm64)
#define NR_EXECVEAT 281
#endif

#define EXEC_FILENAME_MAX 4096
#define EXEC_TTY_MAX 63
#define EXEC_HOSTNAME_MAX 64

/* Longest argv of which all bytes are kept; and how many arguments of a failed exec are
 * looked at, each of which costs the verifier of Linux 5.10 some 60 instructions. */
#define EXEC_ARGV_MAX 16000
#define EXEC_FAILED_ARGS_MAX 256

const volatile __u32 max_argv_bytes = 4096;
const volatile bool failed_execs = true;

/*
 * The names that processes had before an exec renamed them, by tgid: an exec leaves only
 * the leader, under that id, so that an exec by another thread finds its entry as well.
 * A process that renames itself leaves an entry, which its next exec overwrites.
 *
 * Ids that end alike share a slot, and the last one has it; `comm_before` of another one's exec
 * is then empty. A hash map's locks and lists would take as long as a quarter of an event.
 */
#define RENAMED_SLOTS 4096

struct renamed_slot {
	__u32 pid; /* whose name it is; 0 while it is written */
	char comm[PROBE_COMM_LEN];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, RENAMED_SLOTS);
	__type(key, __u32);
	__type(value, struct renamed_slot);
} renamed SEC(".maps");

static __always_inline struct renamed_slot *renamed_slot(__u32 pid)
{
	__u32 index = pid % RENAMED_SLOTS;

	return bpf_map_lookup_elem(&renamed, &index);
}

PROBE_ARG(remember_comm, task);
PROBE_ARG(exec_succeeded, bprm);
PROBE_ARG(exec_succeeded, old_tid);

SEC("tp_btf/task_rename")
int remember_comm(__u64 *ctx)
{
	struct task_struct *task = (struct task_struct *)ARG(remember_comm, task);
	__u32 pid = task->tgid;
	struct renamed_slot *slot;

	if (pid != task->pid)
		return 0;
	slot = renamed_slot(pid);
	if (!slot)
		return 0;
	*(volatile __u32 *)&slot->pid = 0;
	bpf_probe_read_kernel(slot->comm, sizeof(slot->comm), &task->comm);
	*(volatile __u32 *)&slot->pid = pid;
	return 0;
}

/* What success and failure have in common. */
static __always_inline void fill_event(struct probe_scratch *scratch, struct exec_event *event)
{
	struct task_struct *task = probe_current();
	struct fs_struct *fs = BPF_CORE_READ(task, fs);

	probe_fill_context(&event->context);
	__builtin_memset(event->parent_comm, 0, sizeof(event->parent_comm));
	BPF_CORE_READ_STR_INTO(&event->parent_comm, task, real_parent, group_leader, comm);
	event->cwd = probe_append_path(scratch, BPF_CORE_READ(fs, pwd.dentry),
				       BPF_CORE_READ(fs, pwd.mnt));
	event->tty = (struct probe_data){};
	if (BPF_CORE_READ(task, signal, tty))
		event->tty = probe_append_kernel_str(
			scratch, &BPF_CORE_READ(task, signal, tty)->name, EXEC_TTY_MAX);
	event->hostname = probe_append_kernel_str(
		scratch, &BPF_CORE_READ(task, nsproxy, uts_ns)->name.nodename, EXEC_HOSTNAME_MAX);
}

static __always_inline void fill_comm_before(struct exec_event *event)
{
	__u32 pid = event->context.pid;
	struct renamed_slot *slot = renamed_slot(pid);

	__builtin_memset(event->comm_before, 0, PROBE_COMM_LEN);
	if (!slot || *(volatile __u32 *)&slot->pid != pid)
		return;
	__builtin_memcpy(event->comm_before, slot->comm, PROBE_COMM_LEN);
	/* Another process may have taken the slot meanwhile. */
	if (*(volatile __u32 *)&slot->pid != pid)
		__builtin_memset(event->comm_before, 0, PROBE_COMM_LEN);
	slot->pid = 0;
}

SEC("tp_btf/sched_process_exec")
int exec_succeeded(__u64 *ctx)
{
	struct linux_binprm *bprm = (struct linux_binprm *)ARG(exec_succeeded, bprm);
	__u32 old_tid = ARG(exec_succeeded, old_tid);
	struct mm_struct *mm = BPF_CORE_READ(probe_current(), mm);
	unsigned long arg_start = BPF_CORE_READ(mm, arg_start);
	unsigned long arg_end = BPF_CORE_READ(mm, arg_end);
	struct probe_scratch *scratch;
	struct exec_event *event;

	if (!probe_filter_as(old_tid))
		return 0;
	scratch = probe_record_begin(sizeof(*event), EXEC_EVENT_EXEC);
	if (!scratch)
		return 0;
	event = (struct exec_event *)scratch->record;

	fill_event(scratch, event);
	fill_comm_before(event);
	event->context.tid = old_tid;
	event->ret = 0;
	event->argc = bprm->argc;
	event->filename = probe_append_kernel_str(scratch, bprm->filename, EXEC_FILENAME_MAX);
	if (arg_end - arg_start > max_argv_bytes) {
		arg_end = arg_start + max_argv_bytes;
		scratch->flags |= PROBE_FLAG_TRUNCATED;
	}
	event->argv = probe_append_user(scratch, (void *)arg_start, arg_end - arg_start,
					EXEC_ARGV_MAX);
	probe_record_submit(scratch);
	return 0;
}

/* Loop state of copy_argv(), in scratch->state. */
enum { AT_POINTER, AT_LIMIT };

/*
 * Appends the next argument with its NUL; 0 after the last one. A global function: the verifier
 * goes through it once, and not in every turn of the loop.
 */
__noinline int copy_argument(__u32 scratch_number)
{
	struct probe_scratch *scratch = probekit_scratch_by(scratch_number);
	const char *argument = NULL;
	struct exec_event *event;
	__u32 at, limit;
	long read;

	if (!scratch)
		return 0;
	event = (struct exec_event *)scratch->record;
	at = scratch->length;
	limit = scratch->state[AT_LIMIT];
	if (bpf_probe_read_user(&argument, sizeof(argument), (void *)scratch->state[AT_POINTER])) {
		scratch->flags |= PROBE_FLAG_UNREADABLE;
		return 0;
	}
	if (!argument)
		return 0;
	scratch->state[AT_POINTER] += sizeof(argument);
	event->argc++;

	if (at >= limit || at >= PROBE_TAIL_LIMIT) {
		scratch->flags |= PROBE_FLAG_TRUNCATED;
		return 1; /* go on counting */
	}
	read = bpf_probe_read_user_str(&scratch->record[at], EXEC_ARGV_MAX, argument);
	if (read < 0) /* keeps its place, empty */
		scratch->flags |= PROBE_FLAG_UNREADABLE;
	if (read <= 0) { /* some kernels give 0 for an empty string, 5.10 among them */
		scratch->record[at] = 0;
		read = 1;
	}
	at += (__u32)read;
	if (at > limit || read == EXEC_ARGV_MAX) {
		scratch->flags |= PROBE_FLAG_TRUNCATED;
		at = at > limit ? limit : at;
	}
	scratch->length = at;
	return 1;
}

static __always_inline struct probe_data copy_argv(struct probe_scratch *scratch,
						   struct exec_event *event, unsigned long argv)
{
	struct probe_data data = { .offset = scratch->length };
	int i;

	event->argc = 0;
	if (!argv)
		return data;
	scratch->state[AT_POINTER] = argv;
	scratch->state[AT_LIMIT] = scratch->length + max_argv_bytes;
	for (i = 0; i < EXEC_FAILED_ARGS_MAX; i++)
		if (!copy_argument(scratch->number))
			break;
	if (i == EXEC_FAILED_ARGS_MAX)
		scratch->flags |= PROBE_FLAG_TRUNCATED;
	data.length = scratch->length - data.offset;
	return data;
}

/*
 * The path that a failed exec tried. A path relative to a descriptor comes with that
 * directory's; an empty one (AT_EMPTY_PATH) is the descriptor's own.
 */
static __always_inline struct probe_data tried_path(struct probe_scratch *scratch, int dirfd,
						    const char *path, int flags)
{
	struct probe_data directory = {}, rest;
	struct file *file = dirfd >= 0 ? probe_file(dirfd) : NULL;
	__u32 at;
	char first = 0;

	if (bpf_probe_read_user(&first, sizeof(first), path) || !file || first == '/' ||
	    (!first && !(flags & AT_EMPTY_PATH)))
		return probe_append_user_str(scratch, path, EXEC_FILENAME_MAX);

	directory = probe_append_path(scratch, BPF_CORE_READ(file, f_path.dentry),
				      BPF_CORE_READ(file, f_path.mnt));
	at = scratch->length;
	if (!first || at >= PROBE_TAIL_LIMIT)
		return directory;
	scratch->record[at] = '/';
	scratch->length = at + 1;
	rest = probe_append_user_str(scratch, path, EXEC_FILENAME_MAX);
	directory.length += 1 + rest.length;
	return directory;
}

/* At the exits of execve() and execveat(), which has one argument more before the others. */
SEC("tracepoint")
int exec_failed(struct trace_event_raw_sys_exit *ctx)
{
	struct pt_regs *regs = probe_user_regs();
	struct probe_scratch *scratch;
	struct exec_event *event;
	unsigned long path, argv;
	int dirfd = AT_FDCWD, flags = 0;

	if (ctx->ret >= 0 || !failed_execs || !probe_filter())
		return 0;
	scratch = probe_record_begin(sizeof(*event), EXEC_EVENT_EXEC);
	if (!scratch)
		return 0;
	event = (struct exec_event *)scratch->record;

	/* The kernel passes an int here and leaves the upper half of `id` as it was. */
	if ((int)ctx->id == NR_EXECVEAT) {
		dirfd = probe_syscall_arg(regs, 0);
		path = probe_syscall_arg(regs, 1);
		argv = probe_syscall_arg(regs, 2);
		flags = probe_syscall_arg(regs, 4);
	} else {
		path = probe_syscall_arg(regs, 0);
		argv = probe_syscall_arg(regs, 1);
	}
	fill_event(scratch, event);
	__builtin_memcpy(event->comm_before, event->context.comm, PROBE_COMM_LEN);
	event->ret = ctx->ret;
	event->filename = tried_path(scratch, dirfd, (const char *)path, flags);
	event->argv = copy_argv(scratch, event, argv);
	probe_record_submit(scratch);
	return 0;
}
