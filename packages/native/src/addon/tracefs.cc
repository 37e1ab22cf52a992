#include "tracefs.h"

#include <linux/magic.h>
#include <linux/mount.h>
#include <sys/syscall.h>
#include <sys/vfs.h>

#include <cerrno>
#include <cstdlib>

namespace probekit {
namespace {

UniqueFd OpenMounted(const char* path) {
  UniqueFd fd(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  struct statfs info = {};
  // The folder exists without a mount too; only its file system tells.
  if (!fd.Valid() || fstatfs(fd.Get(), &info) != 0 || info.f_type != TRACEFS_MAGIC) return {};
  return fd;
}

// System calls by number: the C library has wrappers from glibc 2.36 only.
UniqueFd MountDetached() {
  const UniqueFd context(static_cast<int>(syscall(SYS_fsopen, "tracefs", FSOPEN_CLOEXEC)));
  if (!context.Valid()) return {};
  if (syscall(SYS_fsconfig, context.Get(), FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) != 0)
    return {};
  return UniqueFd(static_cast<int>(syscall(SYS_fsmount, context.Get(), FSMOUNT_CLOEXEC, 0)));
}

bool IsName(const std::string& text) {
  return !text.empty() && text.find('/') == std::string::npos && text != "." && text != "..";
}

}  // namespace

int Tracefs::Open() {
  if (root_.Valid()) return 0;
  for (const char* path : {"/sys/kernel/tracing", "/sys/kernel/debug/tracing"}) {
    root_ = OpenMounted(path);
    if (root_.Valid()) return 0;
  }
  root_ = MountDetached();
  return root_.Valid() ? 0 : -errno;
}

int Tracefs::TracepointId(const std::string& category, const std::string& name) {
  if (!IsName(category) || !IsName(name)) return -ENOENT;
  if (const int error = Open(); error != 0) return error;
  const std::string path = "events/" + category + "/" + name + "/id";
  const UniqueFd file(openat(root_.Get(), path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.Valid()) return -errno;
  char text[32] = "";
  const ssize_t length = read(file.Get(), text, sizeof text - 1);
  if (length < 0) return -errno;
  const int id = std::atoi(text);
  return id > 0 ? id : -EINVAL;
}

}  // namespace probekit
