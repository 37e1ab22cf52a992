#include "btf.h"

#include <cerrno>
#include <cstdint>
#include <cstring>

namespace probekit {
namespace {

// Real chains are a handful long; a damaged table may hold a loop.
constexpr int kMaxChain = 64;

// What a type of the kernel's takes on average, rounded down.
constexpr std::size_t kTypicalTypeBytes = 24;

bool IsModifier(const struct btf_type* type) {
  return btf_is_mod(type) || btf_is_typedef(type) || btf_is_type_tag(type);
}

/** One of the two parts of a table, of which the header says where it is. */
struct Section {
  const char* data = nullptr;
  std::size_t size = 0;
};

bool FindSection(const BtfBytes& bytes, const struct btf_header& header, std::uint32_t offset,
                 std::uint32_t size, Section* section) {
  const std::uint64_t begin = std::uint64_t{header.hdr_len} + offset;
  if (begin > bytes.size || size > bytes.size - begin) return false;
  *section = {bytes.data.get() + begin, size};
  return true;
}

/** Where each type begins. @return false when the last is not whole, or one is of a strange kind */
bool FindTypes(Section section, std::vector<const struct btf_type*>* types) {
  if (reinterpret_cast<std::uintptr_t>(section.data) % alignof(struct btf_type) != 0) return false;
  types->reserve(section.size / kTypicalTypeBytes);
  while (section.size > 0) {
    if (section.size < sizeof(struct btf_type)) return false;
    // SAFETY: all types and what follows them are made of 32-bit words, and so aligned.
    const auto* type = reinterpret_cast<const struct btf_type*>(section.data);
    const std::size_t size = SizeOf(type);
    if (size == 0 || size > section.size) return false;
    types->push_back(type);
    section.data += size;
    section.size -= size;
  }
  return true;
}

}  // namespace

std::size_t SizeOf(const struct btf_type* type) {
  const std::size_t count = btf_vlen(type);
  switch (btf_kind(type)) {
    case BTF_KIND_PTR:
    case BTF_KIND_FWD:
    case BTF_KIND_TYPEDEF:
    case BTF_KIND_VOLATILE:
    case BTF_KIND_CONST:
    case BTF_KIND_RESTRICT:
    case BTF_KIND_FUNC:
    case BTF_KIND_FLOAT:
    case BTF_KIND_TYPE_TAG:
      return sizeof *type;
    case BTF_KIND_INT:
      return sizeof *type + sizeof(std::uint32_t);
    case BTF_KIND_ARRAY:
      return sizeof *type + sizeof(struct btf_array);
    case BTF_KIND_STRUCT:
    case BTF_KIND_UNION:
      return sizeof *type + count * sizeof(struct btf_member);
    case BTF_KIND_ENUM:
      return sizeof *type + count * sizeof(struct btf_enum);
    case BTF_KIND_ENUM64:
      return sizeof *type + count * sizeof(struct btf_enum64);
    case BTF_KIND_FUNC_PROTO:
      return sizeof *type + count * sizeof(struct btf_param);
    case BTF_KIND_VAR:
      return sizeof *type + sizeof(struct btf_var);
    case BTF_KIND_DATASEC:
      return sizeof *type + count * sizeof(struct btf_var_secinfo);
    case BTF_KIND_DECL_TAG:
      return sizeof *type + sizeof(struct btf_decl_tag);
    default:
      return 0;
  }
}

std::shared_ptr<Btf> Btf::Parse(BtfBytes bytes) {
  struct btf_header header = {};
  Section types;
  Section strings;
  auto btf = std::make_shared<Btf>();
  errno = EINVAL;
  if (bytes.size < sizeof header) return nullptr;
  std::memcpy(&header, bytes.data.get(), sizeof header);
  if (header.magic != BTF_MAGIC ||
      !FindSection(bytes, header, header.type_off, header.type_len, &types) ||
      !FindSection(bytes, header, header.str_off, header.str_len, &strings) || strings.size == 0 ||
      // So that each string ends, wherever it begins.
      strings.data[strings.size - 1] != '\0' || !FindTypes(types, &btf->types_)) {
    return nullptr;
  }
  btf->strings_ = strings.data;
  btf->strings_size_ = static_cast<std::uint32_t>(strings.size);
  btf->bytes_ = std::move(bytes.data);
  return btf;
}

std::shared_ptr<Btf> Btf::CopyOf(const struct btf* source) {
  if (source == nullptr) return std::make_shared<Btf>();
  std::uint32_t size = 0;
  const void* bytes = btf__raw_data(source, &size);
  if (bytes == nullptr) return nullptr;
  const auto copy = std::make_shared<std::string>(static_cast<const char*>(bytes), size);
  return Parse({std::shared_ptr<const char>(copy, copy->data()), size});
}

std::uint32_t Btf::Find(const std::string& name, std::uint32_t kind) const {
  if (name.empty()) return 0;
  for (std::size_t index = 0; index < types_.size(); ++index) {
    if (btf_kind(types_[index]) == kind && name == Name(types_[index])) {
      return static_cast<std::uint32_t>(index) + 1;
    }
  }
  return 0;
}

const struct btf_type* Btf::Type(std::uint32_t id) const {
  static constexpr struct btf_type kVoid = {};
  if (id == 0) return &kVoid;
  return id <= types_.size() ? types_[id - 1] : nullptr;
}

const char* Btf::String(std::uint32_t offset) const {
  return offset < strings_size_ ? strings_ + offset : "";
}

std::uint32_t Btf::Resolve(std::uint32_t id) const {
  for (int step = 0; step < kMaxChain; ++step) {
    const struct btf_type* type = Type(id);
    if (type == nullptr) return 0;
    if (!IsModifier(type)) return id;
    id = type->type;
  }
  return 0;
}

}  // namespace probekit
