#pragma once

#include <napi.h>

#include "btf.h"

namespace probekit {

/** Turns types into plain JavaScript objects, the shape of `BtfType` in TypeScript. */
class TypeBuilder {
 public:
  TypeBuilder(Napi::Env env, const Btf& btf) : env_(env), btf_(btf) {}

  /** @throws Napi::RangeError for a table so damaged that the type would have no end. */
  Napi::Object Build(std::uint32_t id);

 private:
  Napi::Object New(const char* kind, double size_bytes);
  Napi::Object Integer(const struct btf_type* type);
  Napi::Object Pointer(const struct btf_type* type);
  Napi::Object Enum(const struct btf_type* type);
  Napi::Object Array(const struct btf_type* type);
  Napi::Object Composite(const struct btf_type* type);
  Napi::Object Member(const struct btf_type* parent, int index);

  Napi::Env env_;
  const Btf& btf_;
  int depth_ = 0;
  int nodes_ = 0;
};

/** The values of an enum of either width, as `{ name, value }` with bigint values. */
Napi::Array EnumValues(Napi::Env env, const Btf& btf, const struct btf_type* type);

}  // namespace probekit
