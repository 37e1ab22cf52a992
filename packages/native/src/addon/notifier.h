#pragma once

#include <napi.h>

#include <atomic>
#include <functional>

namespace probekit {

/**
 * Calls a JavaScript function from another thread, at most one call under way at a time.
 *
 * All methods but `Notify` belong to the JavaScript thread. Does not keep the process alive
 * until `Ref`.
 */
class Notifier {
 public:
  /** @param wanted asked just before each call, on the JavaScript thread. */
  Notifier(Napi::Env env, Napi::Function callback, std::function<bool()> wanted);
  ~Notifier() { Close(); }
  Notifier(const Notifier&) = delete;
  Notifier& operator=(const Notifier&) = delete;

  /** From any thread, before `Close` only. */
  void Notify();
  void Ref();
  void Unref();
  /** There are no calls after this. Idempotent. */
  void Close();

 private:
  // Freed by Node when it is done with the function, which may be after this object is gone.
  struct Shared {
    std::atomic<bool> queued{false};
    bool closed = false;
    std::function<bool()> wanted;
  };

  static void Call(napi_env env, napi_value callback, void* context, void* data);

  napi_env env_;
  Shared* shared_;
  napi_threadsafe_function function_ = nullptr;
};

}  // namespace probekit
