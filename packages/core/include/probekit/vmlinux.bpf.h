/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kernel types that probekit's programs read, and of these only the fields that they use.
 *
 * Every access is relocated by CO-RE, so order, offsets and what is left out do not matter;
 * names and types of the fields do. A name with ___ is a flavour: CO-RE drops what follows,
 * so that one type can have the shapes of several kernel versions.
 */
#ifndef PROBEKIT_VMLINUX_BPF_H
#define PROBEKIT_VMLINUX_BPF_H

#include <stdbool.h>
#include <linux/types.h>
#include <linux/bpf.h>

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct hlist_node {
	struct hlist_node *next;
	struct hlist_node **pprev;
};

struct hlist_head {
	struct hlist_node *first;
};

struct hlist_bl_node {
	struct hlist_bl_node *next;
	struct hlist_bl_node **pprev;
};

struct list_head {
	struct list_head *next;
	struct list_head *prev;
};

struct super_block;

struct inode {
	unsigned short i_mode;
	unsigned int i_nlink;
	unsigned int i_generation;
	unsigned long i_ino;
	struct super_block *i_sb;
	struct hlist_head i_dentry;
};

struct qstr {
	__u32 hash;
	__u32 len;
	const unsigned char *name;
};

struct dentry {
	struct hlist_bl_node d_hash;
	struct dentry *d_parent;
	struct qstr d_name;
	struct inode *d_inode;
	struct super_block *d_sb;
	struct hlist_node d_alias;
};

/* Before Linux 6.18 the alias list's node was in a union with a name. */
struct dentry___named_union {
	union {
		struct hlist_node d_alias;
	} d_u;
};

struct vfsmount {
	struct dentry *mnt_root;
	struct super_block *mnt_sb;
};

struct mnt_namespace;

struct mount {
	struct mount *mnt_parent;
	struct dentry *mnt_mountpoint;
	struct vfsmount mnt;
	struct mount *mnt_next_for_sb;
	struct mnt_namespace *mnt_ns;
};

/* Before Linux 6.18 a superblock's mounts were a list. */
struct mount___listed {
	struct list_head mnt_instance;
};

struct super_block {
	__u32 s_dev;
	int s_stack_depth; /* of file systems upon file systems */
	struct mount *s_mounts;
};

struct super_block___listed {
	struct list_head s_mounts;
};

struct path {
	struct vfsmount *mnt;
	struct dentry *dentry;
};

typedef struct {
	int counter;
} atomic_t;

typedef struct {
	__s64 counter;
} atomic64_t;

/* Linux 6.13; 0 stands for one reference. */
typedef struct {
	atomic64_t refcnt;
} file_ref_t;

struct file {
	unsigned int f_mode;
	unsigned int f_flags;
	file_ref_t f_ref;
	atomic64_t f_count; /* before Linux 6.13 */
	struct inode *f_inode;
	struct path f_path;
	void *private_data;
};

/* Linux 5.12. */
struct renamedata {
	struct dentry *new_dentry;
};

struct fdtable {
	unsigned int max_fds;
	struct file **fd;
};

struct files_struct {
	atomic_t count; /* of tasks that share the descriptors */
	struct fdtable *fdt;
	struct fdtable fdtab; /* what `fdt` points to until it has to be larger: `fd_array` */
	struct file *fd_array[64];
};

struct fs_struct {
	struct path root;
	struct path pwd;
};

struct ns_common {
	unsigned int inum;
};

struct pid_namespace {
	unsigned int level;
	struct ns_common ns;
};

struct upid {
	int nr;
	struct pid_namespace *ns;
};

struct pid {
	unsigned int level;
	struct upid numbers[1];
};

struct mnt_namespace {
	struct ns_common ns;
};

struct new_utsname {
	char nodename[65];
};

struct uts_namespace {
	struct new_utsname name;
};

struct nsproxy {
	struct uts_namespace *uts_ns;
	struct mnt_namespace *mnt_ns;
};

struct tty_struct {
	char name[64];
};

struct signal_struct {
	atomic_t live;
	struct tty_struct *tty;
};

struct mm_struct {
	unsigned long arg_start;
	unsigned long arg_end;
};

struct thread_info {
	unsigned long flags;
	__u32 status;
};

/* Before Linux 6.3 the value was two words of 32 bits, the lower one first. */
typedef struct {
	__u64 val;
} kernel_cap_t;

typedef struct {
	__u32 val;
} kuid_t;

typedef struct {
	__u32 val;
} kgid_t;

struct cred {
	kuid_t uid, suid, euid, fsuid;
	kgid_t gid, sgid, egid, fsgid;
	kernel_cap_t cap_inheritable, cap_permitted, cap_effective, cap_bset, cap_ambient;
};

struct task_struct {
	struct thread_info thread_info;
	void *stack;
	unsigned int flags;
	int pid;
	int tgid;
	struct task_struct *real_parent;
	struct task_struct *group_leader;
	struct pid *thread_pid;
	struct mm_struct *mm;
	struct fs_struct *fs;
	struct files_struct *files;
	struct nsproxy *nsproxy;
	struct signal_struct *signal;
	const struct cred *cred;
	char comm[16];
};

struct kernfs_node {
	__u64 id; /* Linux 5.5 */
	const char *name;
};

struct cgroup_subsys_state {
	struct cgroup_subsys_state *parent;
};

struct cgroup_root {
	int hierarchy_id;
};

struct cgroup {
	struct cgroup_subsys_state self;
	struct kernfs_node *kn;
	struct cgroup_root *root;
};

struct linux_binprm {
	int argc;
	const char *filename;
};

struct io_cqe {
	__s32 res;
};

/* Linux 6.13. */
struct io_uring_task {
	struct task_struct *task;
};

/* A request of io_uring. */
struct io_kiocb {
	struct file *file;
	__u8 opcode;
	struct io_cqe cqe; /* Linux 5.19 */
	struct io_uring_task *tctx;
	struct task_struct *task; /* before Linux 6.13 */
};

/* What programs on tracepoint/syscalls/sys_enter_* and sys_exit_* receive. */
struct trace_event_raw_sys_enter {
	long id;
	unsigned long args[6];
};

struct trace_event_raw_sys_exit {
	long id;
	long ret;
};

struct in6_addr {
	__u8 bytes[16];
};

struct sock_common {
	__be32 skc_daddr;
	__be32 skc_rcv_saddr;
	__be16 skc_dport;
	unsigned short skc_family;
	unsigned char skc_state;
	struct in6_addr skc_v6_daddr;
	struct in6_addr skc_v6_rcv_saddr;
	unsigned long skc_flags;
};

/* Bits of skc_flags. */
enum sock_flags {
	SOCK_DEAD,
	SOCK_DONE, /* TCP: a FIN has come */
};

struct socket;

struct sock {
	struct sock_common __sk_common;
	int sk_err;
	struct socket *sk_socket;
	__u16 sk_type; /* bit fields before Linux 5.6 */
	__u16 sk_protocol;
};

struct socket {
	struct file *file;
	struct sock *sk;
};

struct inet_sock {
	__be16 inet_sport;
};

struct tcp_sock {
	__u32 write_seq;
	__u32 snd_una;
	__u64 bytes_received;
	__u64 bytes_acked;
};

struct msghdr {
	void *msg_name;
};

struct sk_buff {
	__u16 transport_header; /* from head, like network_header */
	__u16 network_header;
	unsigned char *head;
};

#if defined(__TARGET_ARCH_x86)
struct pt_regs {
	unsigned long r15, r14, r13, r12, bp, bx, r11, r10, r9, r8, ax, cx, dx, si, di;
	unsigned long orig_ax, ip, cs, flags, sp, ss;
};
#elif defined(__TARGET_ARCH_arm64)
struct pt_regs {
	__u64 regs[31];
	__u64 sp, pc, pstate;
	__u64 orig_x0;
	int syscallno;
};
#else
#error "compile with -D__TARGET_ARCH_x86 or -D__TARGET_ARCH_arm64"
#endif

#pragma clang attribute pop

#endif /* PROBEKIT_VMLINUX_BPF_H */
