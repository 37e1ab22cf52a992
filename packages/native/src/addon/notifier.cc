#include "notifier.h"

#include <memory>
#include <utility>

namespace probekit {

Notifier::Notifier(Napi::Env env, Napi::Function callback, std::function<bool()> wanted)
    : env_(env) {
  auto shared = std::make_unique<Shared>();
  shared->wanted = std::move(wanted);
  shared_ = shared.get();
  const auto release = [](napi_env, void* data, void*) { delete static_cast<Shared*>(data); };
  const napi_status status = napi_create_threadsafe_function(
      env, callback, nullptr, Napi::String::New(env, "probekit:ring"), 0, 1, shared_, release,
      shared_, Call, &function_);
  if (status != napi_ok) throw Napi::Error::New(env);
  // SAFETY: the finalizer owns it now; it runs after `Close`, when no call of JavaScript is left.
  shared.release();
  Unref();
}

void Notifier::Notify() {
  if (shared_->queued.exchange(true)) return;
  napi_call_threadsafe_function(function_, nullptr, napi_tsfn_nonblocking);
}

void Notifier::Call(napi_env env, napi_value callback, void* context, void*) {
  // SAFETY: without an environment this only empties the queue, after the finalizer: the context
  // is gone (node_api.cc, ThreadSafeFunction::EmptyQueueAndMaybeDelete).
  if (env == nullptr) return;
  auto* shared = static_cast<Shared*>(context);
  // First, so that records which come from here on ask for another call.
  shared->queued = false;
  if (shared->closed || !shared->wanted()) return;
  napi_value undefined;
  napi_get_undefined(env, &undefined);
  if (napi_call_function(env, undefined, callback, 0, nullptr, nullptr) != napi_pending_exception) {
    return;
  }
  // Left pending, Node 20 would only print a warning.
  napi_value error;
  napi_get_and_clear_last_exception(env, &error);
  napi_fatal_exception(env, error);
}

void Notifier::Ref() {
  if (function_ != nullptr) napi_ref_threadsafe_function(env_, function_);
}

void Notifier::Unref() {
  if (function_ != nullptr) napi_unref_threadsafe_function(env_, function_);
}

void Notifier::Close() {
  if (function_ == nullptr) return;
  shared_->closed = true;
  napi_release_threadsafe_function(std::exchange(function_, nullptr), napi_tsfn_abort);
}

}  // namespace probekit
