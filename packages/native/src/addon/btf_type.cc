#include "btf_type.h"

#include <cstring>

#include "btf_spelling.h"

namespace probekit {
namespace {

// `struct task_struct` with all that it embeds needs about a tenth of this.
constexpr int kMaxNodes = 200'000;
constexpr int kMaxDepth = 64;

const char* Encoding(const Btf& btf, const struct btf_type* type) {
  const int encoding = btf_int_encoding(type);
  if (encoding & BTF_INT_BOOL) return "bool";
  // Neither clang nor pahole sets the flag for `char`; only the name tells it from `__u8`.
  if ((encoding & BTF_INT_CHAR) || std::strcmp(btf.Name(type), "char") == 0) return "char";
  return "int";
}

}  // namespace

Napi::Object TypeBuilder::New(const char* kind, double size_bytes) {
  Napi::Object object = Napi::Object::New(env_);
  object.Set("kind", kind);
  object.Set("sizeBytes", size_bytes);
  return object;
}

Napi::Object TypeBuilder::Build(std::uint32_t id) {
  if (++nodes_ > kMaxNodes || depth_ > kMaxDepth) {
    throw Napi::RangeError::New(env_, "type information is nested without end");
  }
  const struct btf_type* type = btf_.Type(btf_.Resolve(id));
  if (type == nullptr) return New("other", 0);
  switch (btf_kind(type)) {
    case BTF_KIND_INT:
      return Integer(type);
    case BTF_KIND_FLOAT:
      return New("float", type->size);
    case BTF_KIND_PTR:
      return Pointer(type);
    case BTF_KIND_ENUM:
    case BTF_KIND_ENUM64:
      return Enum(type);
    case BTF_KIND_ARRAY:
      return Array(type);
    case BTF_KIND_STRUCT:
    case BTF_KIND_UNION:
      return Composite(type);
    default:
      return New("other", 0);
  }
}

Napi::Object TypeBuilder::Integer(const struct btf_type* type) {
  Napi::Object object = New("int", type->size);
  object.Set("signed", (btf_int_encoding(type) & BTF_INT_SIGNED) != 0);
  object.Set("encoding", Encoding(btf_, type));
  return object;
}

Napi::Object TypeBuilder::Pointer(const struct btf_type* type) {
  Napi::Object object = New("pointer", Btf::kPointerBytes);
  object.Set("target", SpellType(btf_, type->type));
  return object;
}

Napi::Object TypeBuilder::Enum(const struct btf_type* type) {
  Napi::Object object = New("enum", type->size);
  object.Set("signed", btf_kflag(type));
  object.Set("name", btf_.Name(type));
  return object;
}

Napi::Object TypeBuilder::Array(const struct btf_type* type) {
  const struct btf_array* array = btf_array(type);
  ++depth_;
  Napi::Object element = Build(array->type);
  --depth_;
  const double element_bytes = element.Get("sizeBytes").As<Napi::Number>().DoubleValue();
  Napi::Object object = New("array", element_bytes * array->nelems);
  object.Set("length", array->nelems);
  object.Set("element", element);
  return object;
}

Napi::Object TypeBuilder::Composite(const struct btf_type* type) {
  Napi::Object object = New(btf_is_struct(type) ? "struct" : "union", type->size);
  object.Set("name", btf_.Name(type));
  const int count = btf_vlen(type);
  Napi::Array members = Napi::Array::New(env_, static_cast<std::size_t>(count));
  ++depth_;
  for (int index = 0; index < count; ++index) {
    members.Set(static_cast<std::uint32_t>(index), Member(type, index));
  }
  --depth_;
  object.Set("members", members);
  return object;
}

Napi::Object TypeBuilder::Member(const struct btf_type* parent, int index) {
  const struct btf_member& member = btf_members(parent)[index];
  std::uint32_t offset_bits = btf_member_bit_offset(parent, static_cast<std::uint32_t>(index));
  std::uint32_t width_bits = btf_member_bitfield_size(parent, static_cast<std::uint32_t>(index));
  const struct btf_type* type = btf_.Type(btf_.Resolve(member.type));
  if (!btf_kflag(parent) && type != nullptr && btf_is_int(type) &&
      btf_int_bits(type) != type->size * 8) {
    // The older form: the integer type itself is narrower than its size.
    offset_bits += btf_int_offset(type);
    width_bits = btf_int_bits(type);
  }
  Napi::Object object = Napi::Object::New(env_);
  object.Set("name", btf_.String(member.name_off));
  object.Set("offsetBits", offset_bits);
  object.Set("bitFieldBits", width_bits);
  object.Set("type", Build(member.type));
  return object;
}

Napi::Array EnumValues(Napi::Env env, const Btf& btf, const struct btf_type* type) {
  const int count = btf_vlen(type);
  const bool is_signed = btf_kflag(type);
  Napi::Array values = Napi::Array::New(env, static_cast<std::size_t>(count));
  for (int index = 0; index < count; ++index) {
    Napi::Object entry = Napi::Object::New(env);
    std::uint32_t name = 0;
    Napi::BigInt value;
    if (btf_is_enum64(type)) {
      const struct btf_enum64& item = btf_enum64(type)[index];
      const std::uint64_t bits = btf_enum64_value(&item);
      name = item.name_off;
      value = is_signed ? Napi::BigInt::New(env, static_cast<std::int64_t>(bits))
                        : Napi::BigInt::New(env, bits);
    } else {
      const struct btf_enum& item = btf_enum(type)[index];
      name = item.name_off;
      value =
          Napi::BigInt::New(env, is_signed ? std::int64_t{item.val}
                                           : std::int64_t{static_cast<std::uint32_t>(item.val)});
    }
    entry.Set("name", btf.String(name));
    entry.Set("value", value);
    values.Set(static_cast<std::uint32_t>(index), entry);
  }
  return values;
}

}  // namespace probekit
