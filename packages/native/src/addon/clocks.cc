#include <time.h>

#include "exports.h"

namespace probekit {
namespace {

// Close enough; a thread that is interrupted between two readings tries again.
constexpr std::uint64_t kGoodGapNs = 1000;
constexpr int kAttempts = 32;

std::uint64_t ReadNs(clockid_t clock) {
  struct timespec time = {};
  clock_gettime(clock, &time);
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000u +
         static_cast<std::uint64_t>(time.tv_nsec);
}

}  // namespace

Napi::Value Clocks(const Napi::CallbackInfo& info) {
  std::uint64_t best_gap_ns = UINT64_MAX;
  std::uint64_t boot_ns = 0;
  std::uint64_t real_ns = 0;
  for (int attempt = 0; attempt < kAttempts && best_gap_ns > kGoodGapNs; ++attempt) {
    const std::uint64_t before_ns = ReadNs(CLOCK_BOOTTIME);
    const std::uint64_t middle_ns = ReadNs(CLOCK_REALTIME);
    const std::uint64_t gap_ns = ReadNs(CLOCK_BOOTTIME) - before_ns;
    if (gap_ns >= best_gap_ns) continue;
    best_gap_ns = gap_ns;
    boot_ns = before_ns + gap_ns / 2;
    real_ns = middle_ns;
  }
  Napi::Object result = Napi::Object::New(info.Env());
  result.Set("bootNs", Napi::BigInt::New(info.Env(), boot_ns));
  result.Set("realNs", Napi::BigInt::New(info.Env(), real_ns));
  return result;
}

}  // namespace probekit
