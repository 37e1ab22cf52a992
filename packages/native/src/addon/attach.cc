#include "attach.h"

#include <bpf/bpf.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "handle.h"

namespace probekit {

Attachment::Attachment(const Napi::CallbackInfo& info)
    : env_(info.Env()), object_(OpenHandle<LoadedObject>(info, 0, "attach")) {
  const std::string name = StringArgument(info, 1, "program");
  subject_ = object_->File().Name() + "/" + name;
  program_ = object_->File().Program(name);
  if (program_ == nullptr) throw Failed(ENOENT, "no such program");
  if (bpf_program__fd(program_) < 0) throw Failed(EINVAL, "the program was not loaded");
}

Napi::Error Attachment::Failed(int error, const std::string& reason) const {
  return KernelError(env_, {error, "attach", subject_, log_.Text(), reason});
}

Napi::Value Attachment::Finish(struct bpf_link* link) {
  if (link == nullptr) throw Failed(errno);
  auto held = std::make_shared<Link>(link);
  object_->Add(held);
  return WrapHandle(env_, std::move(held));
}

Napi::Value FinishPerfEvent(Attachment& attachment, struct perf_event_attr& event, int cpu) {
  UniqueFd fd(
      static_cast<int>(syscall(SYS_perf_event_open, &event, -1, cpu, -1, PERF_FLAG_FD_CLOEXEC)));
  if (!fd.Valid()) throw attachment.Failed(errno);
  struct bpf_link* link = bpf_program__attach_perf_event(attachment.Program(), fd.Get());
  // SAFETY: libbpf closes the descriptor with the link, but only if it made one.
  if (link != nullptr) fd.Release();
  return attachment.Finish(link);
}

}  // namespace probekit
