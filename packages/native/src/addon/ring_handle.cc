#include "ring_handle.h"

#include <utility>

namespace probekit {

RingHandle::RingHandle(Napi::Env env, const BpfMap& map, WakeWord wake_word, const Options& options)
    : env_(env), claim_(std::make_unique<RingClaim>(map.Id())) {
  ring_ = std::make_unique<Ring>(
      map, std::move(wake_word),
      // SAFETY: `Close` ends the ring's thread before the notifier.
      Ring::Options{options.backlog_bytes, options.max_delay, [this] { notifier_->Notify(); }});
  // SAFETY: a closed notifier calls nothing, and `Close` closes it before the ring goes.
  notifier_ = std::make_unique<Notifier>(env, options.on_readable,
                                         [ring = ring_.get()] { return ring->ConfirmTold(); });
  ring_->Start();
  // Hooks run last in, first out: this one before Node's own for the notifier's function, which
  // the thread must not call after that.
  napi_add_env_cleanup_hook(env, OnEnvironmentEnd, this);
}

void RingHandle::Close() {
  if (ring_ == nullptr) return;
  napi_remove_env_cleanup_hook(env_, OnEnvironmentEnd, this);
  ring_->Stop();
  notifier_->Close();
  ring_.reset();
  notifier_.reset();
  claim_.reset();
}

void RingHandle::OnEnvironmentEnd(void* self) { static_cast<RingHandle*>(self)->Close(); }

}  // namespace probekit
