#include <bpf/bpf.h>

#include <cerrno>

#include "exports.h"
#include "handle.h"
#include "loaded_object.h"

namespace probekit {
namespace {

constexpr std::uint32_t kInstructionBytes = 8;

Napi::Object ToStats(Napi::Env env, const char* name, const struct bpf_prog_info& info) {
  Napi::Object entry = Napi::Object::New(env);
  entry.Set("name", name);
  entry.Set("instructions", info.xlated_prog_len / kInstructionBytes);
  entry.Set("verifiedInstructions", info.verified_insns);
  entry.Set("runTimeNs", Napi::BigInt::New(env, std::uint64_t{info.run_time_ns}));
  entry.Set("runCount", Napi::BigInt::New(env, std::uint64_t{info.run_cnt}));
  entry.Set("recursionMisses", Napi::BigInt::New(env, std::uint64_t{info.recursion_misses}));
  return entry;
}

}  // namespace

Napi::Value ObjectProgramStats(const Napi::CallbackInfo& info) {
  const auto object = OpenHandle<LoadedObject>(info, 0, "programStats");
  Napi::Array stats = Napi::Array::New(info.Env());
  struct bpf_program* program = nullptr;
  bpf_object__for_each_program(program, object->File().Get()) {
    const int fd = bpf_program__fd(program);
    if (fd < 0) continue;  // not loaded: `setAutoload(…, false)`
    // An older kernel fills the part that it knows; the rest stays 0.
    struct bpf_prog_info program_info = {};
    std::uint32_t size = sizeof program_info;
    if (bpf_obj_get_info_by_fd(fd, &program_info, &size) != 0) {
      throw KernelError(info.Env(), {errno, "programStats", bpf_program__name(program)});
    }
    stats.Set(stats.Length(), ToStats(info.Env(), bpf_program__name(program), program_info));
  }
  return stats;
}

}  // namespace probekit
