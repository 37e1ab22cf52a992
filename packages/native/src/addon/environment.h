#pragma once

#include <napi.h>

#include "kernel_btf.h"
#include "tracefs.h"

namespace probekit {

/** What one JavaScript environment (the main thread or a worker) keeps; freed with it. */
struct Environment {
  Tracefs tracefs;

  Environment() = default;
  /** The turn of the event loop that would have given back the kernel's types may never end. */
  ~Environment() { ForgetKernelBtf(); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

  static Environment& Of(Napi::Env env) { return *env.GetInstanceData<Environment>(); }
};

}  // namespace probekit
