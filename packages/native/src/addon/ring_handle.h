#pragma once

#include <napi.h>

#include <memory>

#include "notifier.h"
#include "ring.h"
#include "ring_claim.h"

namespace probekit {

/** A ring as JavaScript holds it: ends with its environment at the latest. */
class RingHandle {
 public:
  static constexpr napi_type_tag kTag = {0x70726f62656b6974, 0x72696e6700000001};
  static constexpr const char* kKind = "Ring";

  struct Options {
    std::size_t backlog_bytes;
    std::chrono::milliseconds max_delay;
    Napi::Function on_readable;
  };

  /** @throws std::system_error if the ring cannot be read. */
  RingHandle(Napi::Env env, const BpfMap& map, WakeWord wake_word, const Options& options);
  ~RingHandle() { Close(); }
  RingHandle(const RingHandle&) = delete;
  RingHandle& operator=(const RingHandle&) = delete;

  bool Closed() const { return ring_ == nullptr; }
  /** Joins the thread. Idempotent. */
  void Close();

  Ring& Get() { return *ring_; }
  Notifier& Callback() { return *notifier_; }

 private:
  static void OnEnvironmentEnd(void* self);

  napi_env env_;
  std::unique_ptr<RingClaim> claim_;
  std::unique_ptr<Ring> ring_;
  std::unique_ptr<Notifier> notifier_;
};

}  // namespace probekit
