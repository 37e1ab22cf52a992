/** Where a line of the probe's is not strace's, and why; by call and argument, or `result`. */
export const differences: Readonly<Record<string, string>> = {
  "statfs.buf": "An address. strace reads the struct, which is all about the file system and not the call.",
  "fstatfs.buf": "As statfs.buf.",
  "sysinfo.info": "An address. strace reads the struct, which is all about the machine and not the call.",
  "fcntl.arg":
    "The register. What it means depends on the command, and it has one type whatever that is; strace writes flags, numbers and structs.",
  "prctl.arg2": "The register, for the same reason.",
  "setsockopt.optval": "The bytes. strace reads them as the type that the option has.",
  "sendfile.offset": "The offset as it was passed. strace adds what the call has made of it.",
  "poll.ufds": "An address. Arrays of structs are not read; strace reads those of the first descriptors.",
  "epoll_ctl.event": "An address, for the same reason.",
  "epoll_wait.events": "An address, for the same reason.",
  "getgroups.grouplist": "An address, for the same reason.",
};
