#include <cerrno>

#include "arguments.h"
#include "environment.h"
#include "error.h"
#include "exports.h"

namespace probekit {

Napi::Value HasTracepoint(const Napi::CallbackInfo& info) {
  const std::string category = StringArgument(info, 0, "category");
  const std::string name = StringArgument(info, 1, "name");
  const int id = Environment::Of(info.Env()).tracefs.TracepointId(category, name);
  if (id < 0 && id != -ENOENT) {
    throw KernelError(info.Env(), {id, "hasTracepoint", category + ":" + name});
  }
  return Napi::Boolean::New(info.Env(), id >= 0);
}

}  // namespace probekit
