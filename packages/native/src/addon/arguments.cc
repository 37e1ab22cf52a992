#include "arguments.h"

#include <cmath>

namespace probekit {
namespace {

Napi::TypeError Expected(Napi::Env env, const char* name, const char* what) {
  return Napi::TypeError::New(env, std::string(name) + ": expected " + what);
}

}  // namespace

std::string StringArgument(const Napi::CallbackInfo& info, std::size_t index, const char* name) {
  if (!info[index].IsString()) throw Expected(info.Env(), name, "a string");
  std::string text = info[index].As<Napi::String>().Utf8Value();
  if (text.find('\0') != std::string::npos) {
    throw Expected(info.Env(), name, "a string without NUL characters");
  }
  return text;
}

Bytes BytesArgument(const Napi::CallbackInfo& info, std::size_t index, const char* name) {
  napi_typedarray_type type;
  std::size_t size = 0;
  void* data = nullptr;
  if (!info[index].IsTypedArray() ||
      napi_get_typedarray_info(info.Env(), info[index], &type, &size, &data, nullptr, nullptr) !=
          napi_ok ||
      type != napi_uint8_array) {
    throw Expected(info.Env(), name, "a Uint8Array");
  }
  // SAFETY: a detached or empty array has no data; its size must then be 0 for every user.
  if (data == nullptr) size = 0;
  return {static_cast<std::uint8_t*>(data), size};
}

bool BooleanArgument(const Napi::CallbackInfo& info, std::size_t index, const char* name) {
  if (!info[index].IsBoolean()) throw Expected(info.Env(), name, "a boolean");
  return info[index].As<Napi::Boolean>().Value();
}

std::uint64_t BigIntArgument(const Napi::CallbackInfo& info, std::size_t index, const char* name) {
  if (!info[index].IsBigInt()) throw Expected(info.Env(), name, "a bigint");
  bool lossless = false;
  const std::uint64_t value = info[index].As<Napi::BigInt>().Uint64Value(&lossless);
  if (!lossless) throw Napi::RangeError::New(info.Env(), std::string(name) + ": not 0 to 2^64-1");
  return value;
}

Napi::Function FunctionArgument(const Napi::CallbackInfo& info, std::size_t index,
                                const char* name) {
  if (!info[index].IsFunction()) throw Expected(info.Env(), name, "a function");
  return info[index].As<Napi::Function>();
}

std::int64_t IntegerArgument(const Napi::CallbackInfo& info, std::size_t index, const char* name,
                             std::int64_t min, std::int64_t max) {
  if (!info[index].IsNumber()) throw Expected(info.Env(), name, "an integer");
  const double value = info[index].As<Napi::Number>().DoubleValue();
  if (!(value >= static_cast<double>(min) && value <= static_cast<double>(max)) ||
      value != std::trunc(value)) {
    throw Napi::RangeError::New(info.Env(), std::string(name) + ": expected an integer from " +
                                                std::to_string(min) + " to " + std::to_string(max));
  }
  return static_cast<std::int64_t>(value);
}

}  // namespace probekit
