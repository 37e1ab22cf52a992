#pragma once

#include <napi.h>

#include <cstdint>
#include <string>

namespace probekit {

/** Bytes of a caller's Uint8Array; valid until the callback returns to JavaScript. */
struct Bytes {
  std::uint8_t* data;
  std::size_t size;
};

/** The largest integer that a JavaScript number holds exactly, 2^53 - 1. */
constexpr std::int64_t kMaxSafeInteger = 9'007'199'254'740'991;

// Each checks the argument at `index` and throws a TypeError that names it.
std::string StringArgument(const Napi::CallbackInfo& info, std::size_t index, const char* name);
Bytes BytesArgument(const Napi::CallbackInfo& info, std::size_t index, const char* name);
bool BooleanArgument(const Napi::CallbackInfo& info, std::size_t index, const char* name);
std::uint64_t BigIntArgument(const Napi::CallbackInfo& info, std::size_t index, const char* name);
Napi::Function FunctionArgument(const Napi::CallbackInfo& info, std::size_t index,
                                const char* name);

/** An integer from `min` to `max`; a RangeError outside. Both bounds are within ±2^53. */
std::int64_t IntegerArgument(const Napi::CallbackInfo& info, std::size_t index, const char* name,
                             std::int64_t min, std::int64_t max);

}  // namespace probekit
