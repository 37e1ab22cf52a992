#include "error.h"

#include <bpf/libbpf.h>
#include <string.h>

#include <cerrno>
#include <cstdlib>

namespace probekit {
namespace {

// The kernel's own, without a number in the C library (include/linux/errno.h).
constexpr int kErrnoNotSupported = 524;

constexpr const char* kLibbpfNames[] = {
    "LIBBPF_LIBELF",   "LIBBPF_FORMAT",  "LIBBPF_KVERSION", "LIBBPF_ENDIAN",   "LIBBPF_INTERNAL",
    "LIBBPF_RELOC",    "LIBBPF_LOAD",    "LIBBPF_VERIFY",   "LIBBPF_PROG2BIG", "LIBBPF_KVER",
    "LIBBPF_PROGTYPE", "LIBBPF_WRNGPID", "LIBBPF_INVSEQ",   "LIBBPF_NLPARSE",
};

std::string ErrorText(int error) {
  if (error == kErrnoNotSupported) return "Operation is not supported";
  char text[256] = "";
  libbpf_strerror(error, text, sizeof text);
  return text;
}

void Describe(Napi::Error& error, const char* code, const std::string& name, const char* syscall,
              const std::string& log) {
  Napi::Object object = error.Value();
  Napi::Env env = object.Env();
  object.Set("code", Napi::String::New(env, code));
  object.Set("errno", Napi::String::New(env, name));
  object.Set("syscall", Napi::String::New(env, syscall));
  object.Set("log", Napi::String::New(env, log));
}

}  // namespace

std::string ErrorName(int error) {
  error = std::abs(error);
  if (error == kErrnoNotSupported) return "ENOTSUPP";
  if (error >= __LIBBPF_ERRNO__START && error < __LIBBPF_ERRNO__END) {
    return kLibbpfNames[error - __LIBBPF_ERRNO__START];
  }
  const char* name = strerrorname_np(error);
  return name != nullptr ? name : "E" + std::to_string(error);
}

Napi::Error KernelError(Napi::Env env, const Failure& failure) {
  const int code = std::abs(failure.error);
  const std::string name = ErrorName(code);
  std::string message = failure.syscall;
  if (!failure.subject.empty()) message += " " + failure.subject;
  message += ": " + name + ": " + (failure.reason.empty() ? ErrorText(code) : failure.reason);
  Napi::Error error = Napi::Error::New(env, message);
  Describe(error, "ERR_KERNEL", name, failure.syscall, failure.log);
  return error;
}

Napi::Error ClosedError(Napi::Env env, const char* operation, const char* kind) {
  Napi::Error error =
      Napi::Error::New(env, std::string(operation) + ": the " + kind + " is closed");
  Describe(error, "ERR_CLOSED", "EBADF", operation, {});
  return error;
}

}  // namespace probekit
