#include <cerrno>

#include "attach.h"
#include "exports.h"

namespace probekit {

// A cgroup's folder; a CPU's clock or counter.

Napi::Value AttachCgroup(const Napi::CallbackInfo& info) {
  Attachment attachment(info);
  const std::string path = StringArgument(info, 2, "path");
  const UniqueFd folder(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.Valid()) throw attachment.Failed(errno);
  return attachment.Finish(bpf_program__attach_cgroup(attachment.Program(), folder.Get()));
}

Napi::Value AttachPerfEvent(const Napi::CallbackInfo& info) {
  Attachment attachment(info);
  struct perf_event_attr event = {};
  event.size = sizeof event;
  event.type = static_cast<std::uint32_t>(
      IntegerArgument(info, 2, "eventType", 0, std::int64_t{UINT32_MAX}));
  event.config = BigIntArgument(info, 3, "config");
  event.freq = 1;
  event.sample_freq = static_cast<std::uint64_t>(
      IntegerArgument(info, 4, "frequencyHz", 1, std::int64_t{UINT32_MAX}));
  const auto cpu = static_cast<int>(IntegerArgument(info, 5, "cpu", 0, INT32_MAX));
  return FinishPerfEvent(attachment, event, cpu);
}

}  // namespace probekit
