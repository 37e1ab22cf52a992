#pragma once

#include <napi.h>

#include "tracefs.h"

namespace probekit {

/** What one JavaScript environment (the main thread or a worker) keeps; freed with it. */
struct Environment {
  Tracefs tracefs;

  static Environment& Of(Napi::Env env) { return *env.GetInstanceData<Environment>(); }
};

}  // namespace probekit
