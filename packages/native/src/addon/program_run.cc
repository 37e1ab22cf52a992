#include <bpf/bpf.h>

#include <cerrno>

#include "arguments.h"
#include "exports.h"
#include "handle.h"
#include "loaded_object.h"

namespace probekit {

// Once, on the calling thread; what the program returns. The bytes of the third argument, which may
// be left out, are the program's context.
Napi::Value ObjectRun(const Napi::CallbackInfo& info) {
  const auto object = OpenHandle<LoadedObject>(info, 0, "run");
  const std::string name = StringArgument(info, 1, "program");
  struct bpf_program* program = object->File().Program(name);
  const std::string subject = object->File().Name() + "/" + name;
  if (program == nullptr) {
    throw KernelError(info.Env(), {ENOENT, "run", subject, {}, "no such program"});
  }
  const int fd = bpf_program__fd(program);
  if (fd < 0) {
    throw KernelError(info.Env(), {ENOENT, "run", subject, {}, "the program was not loaded"});
  }
  LIBBPF_OPTS(bpf_test_run_opts, options);
  if (!info[2].IsUndefined()) {
    const Bytes context = BytesArgument(info, 2, "context");
    options.ctx_in = context.data;
    options.ctx_size_in = static_cast<__u32>(context.size);
  }
  if (bpf_prog_test_run_opts(fd, &options) != 0) {
    throw KernelError(info.Env(), {errno, "run", subject});
  }
  return Napi::Number::New(info.Env(), options.retval);
}

}  // namespace probekit
