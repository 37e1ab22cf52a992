#include <bpf/bpf.h>

#include <cerrno>

#include "error.h"
#include "exports.h"

namespace probekit {
namespace {

using NextId = int (*)(__u32 start, __u32* next);

// The kernel's objects of one kind, of all processes, in the order of their ids.
Napi::Array Ids(Napi::Env env, NextId next_id) {
  Napi::Array ids = Napi::Array::New(env);
  __u32 id = 0;
  while (next_id(id, &id) == 0) ids.Set(ids.Length(), id);
  if (errno != ENOENT) throw KernelError(env, {errno, "list", "BPF objects"});
  return ids;
}

}  // namespace

Napi::Value KernelObjectIds(const Napi::CallbackInfo& info) {
  Napi::Object result = Napi::Object::New(info.Env());
  result.Set("programs", Ids(info.Env(), bpf_prog_get_next_id));
  result.Set("maps", Ids(info.Env(), bpf_map_get_next_id));
  result.Set("links", Ids(info.Env(), bpf_link_get_next_id));
  return result;
}

}  // namespace probekit
