#include <cerrno>

#include "attach.h"
#include "environment.h"
#include "error.h"
#include "exports.h"

namespace probekit {

Napi::Value FinishTracepoint(Attachment& attachment, const std::string& category,
                             const std::string& name) {
  const int id = Environment::Of(attachment.Env()).tracefs.TracepointId(category, name);
  if (id == -ENOENT) throw attachment.Failed(id, "no tracepoint " + category + ":" + name);
  if (id < 0) throw attachment.Failed(id);
  struct perf_event_attr event = {};
  event.type = PERF_TYPE_TRACEPOINT;
  event.size = sizeof event;
  event.config = static_cast<std::uint64_t>(id);
  // The CPU is a formality: a program at a tracepoint's event runs on all of them.
  return FinishPerfEvent(attachment, event, 0);
}

Napi::Value AttachTracepoint(const Napi::CallbackInfo& info) {
  Attachment attachment(info);
  const std::string category = StringArgument(info, 2, "category");
  return FinishTracepoint(attachment, category, StringArgument(info, 3, "name"));
}

Napi::Value AttachRawTracepoint(const Napi::CallbackInfo& info) {
  Attachment attachment(info);
  const std::string name = StringArgument(info, 2, "name");
  return attachment.Finish(bpf_program__attach_raw_tracepoint(attachment.Program(), name.c_str()));
}

}  // namespace probekit
