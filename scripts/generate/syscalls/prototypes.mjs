import { execFileSync } from "node:child_process";

/** Calls whose functions in the kernel have other names than the numbers in its headers. */
const headerNames = {
  newfstat: "fstat",
  newlstat: "lstat",
  newstat: "stat",
  newuname: "uname",
  sendfile64: "sendfile",
  umount: "umount2",
};

/**
 * The prototypes of the running kernel's calls, from the formats of their tracepoints: by name,
 * `{ name, type }` of each argument; `__data_loc`, of newer kernels, is what one of them points to. tracefs is mounted in a mount namespace that ends with the
 * command.
 */
export function kernelPrototypes() {
  const script = "mount -t tracefs tracefs /mnt && cd /mnt/events/syscalls && grep . sys_enter_*/format";
  const text = execFileSync("unshare", ["--mount", "sh", "-c", script], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const prototypes = new Map();
  for (const [, call, declaration] of text.matchAll(
    /^sys_enter_(\w+)\/format:\tfield:(?!__data_loc)([^;]+);/gm,
  )) {
    const name = headerNames[call] ?? call;
    if (!prototypes.has(name)) prototypes.set(name, []);
    const [, type, argument] = /^(.*\W)(\w+)$/.exec(declaration);
    if (!/^(common_.*|__syscall_nr)$/.test(argument))
      prototypes.get(name).push({ name: argument, type: type.trim() });
  }
  return prototypes;
}
