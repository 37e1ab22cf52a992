#pragma once

#include <napi.h>

#include <memory>
#include <string>

#include "error.h"

namespace probekit {

/**
 * JavaScript holds each native thing as an opaque object, marked with a type tag that no other
 * object can carry. `T` has `kTag`, `kKind` (its name in messages) and `Closed()`.
 */
template <typename T>
Napi::Object WrapHandle(Napi::Env env, std::shared_ptr<T> resource) {
  Napi::Object object = Napi::Object::New(env);
  auto holder = std::make_unique<std::shared_ptr<T>>(std::move(resource));
  const auto release = [](napi_env, void* data, void*) {
    delete static_cast<std::shared_ptr<T>*>(data);
  };
  if (napi_wrap(env, object, holder.get(), release, nullptr, nullptr) != napi_ok) {
    throw Napi::Error::New(env);
  }
  // SAFETY: from here on the finalizer owns the holder, also if the next call fails.
  holder.release();
  if (napi_type_tag_object(env, object, &T::kTag) != napi_ok) throw Napi::Error::New(env);
  return object;
}

/** Whatever its state. @throws TypeError for any value that {@link WrapHandle} did not make. */
template <typename T>
std::shared_ptr<T> UnwrapHandle(Napi::Value value) {
  Napi::Env env = value.Env();
  bool matches = false;
  void* data = nullptr;
  if (!value.IsObject() || napi_check_object_type_tag(env, value, &T::kTag, &matches) != napi_ok ||
      !matches || napi_unwrap(env, value, &data) != napi_ok) {
    throw Napi::TypeError::New(env, std::string("expected a ") + T::kKind);
  }
  // SAFETY: the tag proves that `WrapHandle<T>` stored this pointer; the finalizer, which frees
  // it, cannot have run while the object is reachable as an argument.
  return *static_cast<std::shared_ptr<T>*>(data);
}

/** @throws Error `ERR_CLOSED` when it was closed. */
template <typename T>
std::shared_ptr<T> OpenHandle(const Napi::CallbackInfo& info, std::size_t index,
                              const char* operation) {
  std::shared_ptr<T> resource = UnwrapHandle<T>(info[index]);
  if (resource->Closed()) throw ClosedError(info.Env(), operation, T::kKind);
  return resource;
}

/** The addon function that closes a `T`; idempotent. */
template <typename T>
void CloseHandle(const Napi::CallbackInfo& info) {
  UnwrapHandle<T>(info[0])->Close();
}

}  // namespace probekit
