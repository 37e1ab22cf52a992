#pragma once

#include <napi.h>

#include <string>

namespace probekit {

/** What failed. */
struct Failure {
  /** An errno or one of libbpf's codes, of either sign. */
  int error;
  /** The operation: `load`, `attach`, … */
  const char* syscall;
  /** What it was done to. */
  std::string subject;
  /** What libbpf printed meanwhile. */
  std::string log = {};
  /** Says more than the errno's own text; replaces it. */
  std::string reason = {};
};

/** `EPERM`, `LIBBPF_VERIFY`, … */
std::string ErrorName(int error);

/** The one way from a result of libbpf or the kernel to a JavaScript error; `code` is `ERR_KERNEL`.
 */
Napi::Error KernelError(Napi::Env env, const Failure& failure);

/** For a handle that was closed; `code` is `ERR_CLOSED`. */
Napi::Error ClosedError(Napi::Env env, const char* operation, const char* kind);

}  // namespace probekit
