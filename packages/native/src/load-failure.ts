/**
 * What to tell of an addon that does not load, and what to do.
 *
 * @param reason the dynamic linker's words, or those of node-gyp-build
 */
export function loadFailure(reason: string): string {
  const [, library] = /^(\S+\.so[.\d]*): cannot open shared object file/.exec(reason) ?? [];
  if (library?.startsWith("libbpf")) {
    return `@probekit/native: the system's ${library} is missing: apt install libbpf1 (Debian, Ubuntu), dnf install libbpf (Fedora)`;
  }
  if (library) return `@probekit/native: the system's ${library} is missing: install the package that has it`;
  if (reason.startsWith("No native build was found")) {
    return `@probekit/native: there is no addon for ${process.platform} on ${process.arch} with this C library; it is made for Linux on x64 with glibc`;
  }
  return `@probekit/native: its addon cannot be loaded: ${reason.split("\n", 1)[0]}`;
}
