#pragma once

#include <napi.h>

#include "btf.h"

namespace probekit {

/** A function's prototype, `{ name, parameters, returnType }`; undefined if there is none. */
Napi::Value FunctionPrototype(Napi::Env env, const Btf& btf, const std::string& name);

/**
 * What programs attached to a tracepoint receive. The kernel describes it by the type of the
 * callback, `typedef void (*btf_trace_<name>)(void *__data, …)` (include/trace/bpf_probe.h).
 */
Napi::Value TracepointPrototype(Napi::Env env, const Btf& btf, const std::string& name);

}  // namespace probekit
