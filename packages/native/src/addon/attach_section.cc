#include <string_view>

#include "attach.h"
#include "exports.h"

namespace probekit {
namespace {

/** Splits `tracepoint/category/name` and `tp/category/name`. */
bool ParseTracepoint(std::string_view section, std::string* category, std::string* name) {
  const std::size_t first = section.find('/');
  if (first == std::string_view::npos) return false;
  const std::string_view kind = section.substr(0, first);
  if (kind != "tracepoint" && kind != "tp") return false;
  const std::size_t second = section.find('/', first + 1);
  if (second == std::string_view::npos) return false;
  *category = section.substr(first + 1, second - first - 1);
  *name = section.substr(second + 1);
  return true;
}

}  // namespace

Napi::Value AttachSection(const Napi::CallbackInfo& info) {
  Attachment attachment(info);
  std::string category;
  std::string name;
  // libbpf would look for a mounted tracefs.
  if (ParseTracepoint(bpf_program__section_name(attachment.Program()), &category, &name)) {
    return FinishTracepoint(attachment, category, name);
  }
  return attachment.Finish(bpf_program__attach(attachment.Program()));
}

}  // namespace probekit
