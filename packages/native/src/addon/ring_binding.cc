#include <system_error>

#include "arguments.h"
#include "bpf_map.h"
#include "exports.h"
#include "handle.h"
#include "log_capture.h"
#include "ring_handle.h"

namespace probekit {
namespace {

constexpr std::int64_t kMinBacklogBytes = 4096;
constexpr std::int64_t kMaxBacklogBytes = 1 << 30;
constexpr std::int64_t kMaxDelayMs = 60'000;

WakeWord MapWakeWord(const Napi::CallbackInfo& info) {
  if (info[1].IsUndefined()) return WakeWord();
  const auto map = OpenHandle<BpfMap>(info, 1, "openRing");
  // SAFETY: within the first value, hence within what the kernel lets us map.
  const std::int64_t last = std::int64_t{map->Shape().value_size_bytes} - 4;
  const std::int64_t offset = IntegerArgument(info, 2, "wakeWord.offsetBytes", 0, last);
  if (offset % 4 != 0) {
    throw Napi::RangeError::New(info.Env(), "wakeWord.offsetBytes: expected a multiple of 4");
  }
  return WakeWord(map->Fd(), static_cast<std::size_t>(offset));
}

}  // namespace

Napi::Value RingOpen(const Napi::CallbackInfo& info) {
  const auto map = OpenHandle<BpfMap>(info, 0, "openRing");
  const RingHandle::Options options = {
      static_cast<std::size_t>(
          IntegerArgument(info, 3, "backlogBytes", kMinBacklogBytes, kMaxBacklogBytes)),
      std::chrono::milliseconds(IntegerArgument(info, 4, "maxDelayMs", 0, kMaxDelayMs)),
      FunctionArgument(info, 5, "onReadable"),
  };
  LogCapture log;
  try {
    return WrapHandle(info.Env(),
                      std::make_shared<RingHandle>(info.Env(), *map, MapWakeWord(info), options));
  } catch (const std::system_error& failure) {
    throw KernelError(info.Env(), {failure.code().value(), "openRing", map->Name(), log.Text()});
  }
}

Napi::Value RingRead(const Napi::CallbackInfo& info) {
  const auto ring = OpenHandle<RingHandle>(info, 0, "read");
  const Bytes into = BytesArgument(info, 1, "into");
  // Nothing would ever fit, and every record would be dropped.
  if (into.size == 0) return Napi::Number::New(info.Env(), 0);
  const std::size_t size = ring->Get().Read(into.data, into.size);
  return Napi::Number::New(info.Env(), static_cast<double>(size));
}

Napi::Value RingDrain(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), OpenHandle<RingHandle>(info, 0, "drain")->Get().Drain());
}

Napi::Value RingStats(const Napi::CallbackInfo& info) {
  const RingCounters counters = OpenHandle<RingHandle>(info, 0, "stats")->Get().Counters();
  Napi::Object stats = Napi::Object::New(info.Env());
  stats.Set("records", static_cast<double>(counters.records));
  stats.Set("bytes", static_cast<double>(counters.bytes));
  stats.Set("wakeups", static_cast<double>(counters.wakeups));
  stats.Set("stalls", static_cast<double>(counters.stalls));
  stats.Set("oversized", static_cast<double>(counters.oversized));
  return stats;
}

void RingRef(const Napi::CallbackInfo& info) {
  OpenHandle<RingHandle>(info, 0, "ref")->Callback().Ref();
}

void RingUnref(const Napi::CallbackInfo& info) {
  OpenHandle<RingHandle>(info, 0, "unref")->Callback().Unref();
}

void RingClose(const Napi::CallbackInfo& info) { CloseHandle<RingHandle>(info); }

}  // namespace probekit
