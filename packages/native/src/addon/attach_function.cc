#include "attach.h"
#include "exports.h"

namespace probekit {

// Kernel functions, by address and by system call; functions and USDT probes of programs.

Napi::Value AttachKprobe(const Napi::CallbackInfo& info) {
  Attachment attachment(info);
  const std::string function = StringArgument(info, 2, "function");
  LIBBPF_OPTS(bpf_kprobe_opts, options);
  options.offset = static_cast<std::size_t>(IntegerArgument(info, 3, "offset", 0, kMaxSafeInteger));
  options.retprobe = BooleanArgument(info, 4, "retprobe");
  return attachment.Finish(
      bpf_program__attach_kprobe_opts(attachment.Program(), function.c_str(), &options));
}

Napi::Value AttachKsyscall(const Napi::CallbackInfo& info) {
  Attachment attachment(info);
  const std::string name = StringArgument(info, 2, "syscall");
  LIBBPF_OPTS(bpf_ksyscall_opts, options);
  options.retprobe = BooleanArgument(info, 3, "retprobe");
  return attachment.Finish(
      bpf_program__attach_ksyscall(attachment.Program(), name.c_str(), &options));
}

Napi::Value AttachUprobe(const Napi::CallbackInfo& info) {
  Attachment attachment(info);
  const std::string path = StringArgument(info, 2, "path");
  const std::string function = StringArgument(info, 3, "function");
  const auto offset =
      static_cast<std::size_t>(IntegerArgument(info, 4, "offset", 0, kMaxSafeInteger));
  const auto pid = static_cast<pid_t>(IntegerArgument(info, 5, "pid", -1, INT32_MAX));
  LIBBPF_OPTS(bpf_uprobe_opts, options);
  options.retprobe = BooleanArgument(info, 6, "retprobe");
  if (!function.empty()) options.func_name = function.c_str();
  return attachment.Finish(
      bpf_program__attach_uprobe_opts(attachment.Program(), pid, path.c_str(), offset, &options));
}

Napi::Value AttachUsdt(const Napi::CallbackInfo& info) {
  Attachment attachment(info);
  const std::string path = StringArgument(info, 2, "path");
  const std::string provider = StringArgument(info, 3, "provider");
  const std::string name = StringArgument(info, 4, "name");
  const auto pid = static_cast<pid_t>(IntegerArgument(info, 5, "pid", -1, INT32_MAX));
  return attachment.Finish(bpf_program__attach_usdt(attachment.Program(), pid, path.c_str(),
                                                    provider.c_str(), name.c_str(), nullptr));
}

}  // namespace probekit
