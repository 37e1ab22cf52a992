#include "link.h"

#include <utility>

#include "exports.h"
#include "handle.h"
#include "log_capture.h"

namespace probekit {

void Link::Close() {
  if (link_ == nullptr) return;
  LogCapture quiet;
  bpf_link__destroy(std::exchange(link_, nullptr));
}

void LinkClose(const Napi::CallbackInfo& info) { CloseHandle<Link>(info); }

}  // namespace probekit
