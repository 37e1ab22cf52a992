/*
 * Prototypes of calls that the headers number and the generating kernel does not have, from the
 * kernel's include/linux/syscalls.h or, for calls that are no more, their man pages.
 */

const prototypes = {
  /* Depend on how the kernel is configured. */
  finit_module: "int fd, const char * uargs, int flags",
  init_module: "void * umod, unsigned long len, const char * uargs",
  delete_module: "const char * name_user, unsigned int flags",
  kexec_load:
    "unsigned long entry, unsigned long nr_segments, struct kexec_segment * segments, unsigned long flags",
  kexec_file_load:
    "int kernel_fd, int initrd_fd, unsigned long cmdline_len, const char * cmdline_ptr, unsigned long flags",
  map_shadow_stack: "unsigned long addr, unsigned long size, unsigned int flags",

  /* Newer than the kernel that the table is made on. */
  listns: "const struct ns_id_req * req, u64 * ns_ids, size_t nr_ns_ids, unsigned int flags",
  fchroot: "int fd, unsigned int flags",

  /* Of other architectures than x86-64, or of i386 alone. */
  riscv_flush_icache: "uintptr_t start, uintptr_t end, uintptr_t flags",
  riscv_hwprobe:
    "struct riscv_hwprobe * pairs, size_t pair_count, size_t cpusetsize, unsigned long * cpus, unsigned int flags",

  /* Removed from the kernel, or refused by it on x86-64; old kernels had them. */
  uselib: "const char * library",
  lookup_dcookie: "u64 cookie64, char * buf, size_t len",
  _sysctl: "struct __sysctl_args * args",
  set_thread_area: "struct user_desc * u_info",
  get_thread_area: "struct user_desc * u_info",
  epoll_ctl_old: "int epfd, int op, int fd, struct epoll_event * event",
  epoll_wait_old: "int epfd, struct epoll_event * events, int maxevents",
  create_module: "const char * name, size_t size",
  get_kernel_syms: "struct kernel_sym * table",
  query_module: "const char * name, int which, void * buf, size_t bufsize, size_t * ret",
  nfsservctl: "int cmd, struct nfsctl_arg * argp, union nfsctl_res * resp",
};

/*
 * Never implemented, so that nobody can say what their arguments mean: afs_syscall, getpmsg,
 * putpmsg, security, tuxcall, vserver. They are told with six raw arguments, and so is
 * rseq_slice_yield, which has none.
 */

export const missingPrototypes = new Map(
  Object.entries(prototypes).map(([call, text]) => [
    call,
    text.split(", ").map((declaration) => {
      const [, type, name] = /^(.*\W)(\w+)$/.exec(declaration);
      return { name, type: type.trim() };
    }),
  ]),
);
