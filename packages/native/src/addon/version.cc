#include <bpf/libbpf.h>

#include "exports.h"

namespace probekit {

Napi::Value LibbpfVersion(const Napi::CallbackInfo& info) {
  // "v1.1.2" as libbpf spells it.
  const char* version = libbpf_version_string();
  return Napi::String::New(info.Env(), version[0] == 'v' ? version + 1 : version);
}

}  // namespace probekit
