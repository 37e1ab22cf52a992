#include "lean_btf.h"

#include <cstring>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "btf_references.h"

namespace probekit {
namespace {

/** Without the flavour, which is behind three underscores: a `mount___old` is a `mount`. */
std::string_view EssentialName(std::string_view name) {
  constexpr std::string_view kMark = "___";
  const std::size_t at = name.rfind(kMark);
  const bool is_flavour = at != std::string_view::npos && at > 0 && name[at - 1] != '_' &&
                          at + kMark.size() < name.size();
  return is_flavour ? name.substr(0, at) : name;
}

/** Whether an object's type can be relocated to one of this kind. */
bool CanBeTarget(const struct btf_type* type) {
  switch (btf_kind(type)) {
    case BTF_KIND_INT:
    case BTF_KIND_STRUCT:
    case BTF_KIND_UNION:
    case BTF_KIND_ENUM:
    case BTF_KIND_ENUM64:
    case BTF_KIND_TYPEDEF:
      return true;
    default:
      return false;
  }
}

class Builder {
 public:
  explicit Builder(const Btf& kernel) : kernel_(kernel), lean_ids_(kernel.TypeCount()) {
    struct btf_type pointer = {};
    pointer.info = BTF_KIND_PTR << 24;
    Append(&types_, &pointer, sizeof pointer);
  }

  /** A type of the kernel, and later what lies within it. @return its id here. */
  std::uint32_t Need(std::uint32_t id) {
    const struct btf_type* type = kernel_.Type(id);
    if (id == 0 || type == nullptr) return 0;
    // A relocation to members ends at a pointer: what it points to is another's.
    if (btf_is_ptr(type)) return kPointer;
    if (lean_ids_[id] == 0) {
      needed_.push_back(type);
      lean_ids_[id] = kPointer + static_cast<std::uint32_t>(needed_.size());
    }
    return lean_ids_[id];
  }

  std::vector<char> Build() {
    // It grows on the way.
    for (std::size_t index = 0; index < needed_.size(); ++index) Add(needed_[index]);
    struct btf_header header = {};
    header.magic = BTF_MAGIC;
    header.version = BTF_VERSION;
    header.hdr_len = sizeof header;
    header.type_len = static_cast<std::uint32_t>(types_.size());
    header.str_off = header.type_len;
    header.str_len = static_cast<std::uint32_t>(strings_.size());
    std::vector<char> table;
    table.reserve(sizeof header + types_.size() + strings_.size());
    Append(&table, &header, sizeof header);
    Append(&table, types_.data(), types_.size());
    Append(&table, strings_.data(), strings_.size());
    return table;
  }

 private:
  static constexpr std::uint32_t kPointer = 1;

  static void Append(std::vector<char>* to, const void* data, std::size_t size) {
    const char* bytes = static_cast<const char*>(data);
    to->insert(to->end(), bytes, bytes + size);
  }

  void Add(const struct btf_type* type) {
    const std::size_t at = types_.size();
    Append(&types_, type, SizeOf(type));
    // SAFETY: sizes of types are multiples of their alignment, and a vector's memory begins at one.
    auto* copy = reinterpret_cast<struct btf_type*>(types_.data() + at);
    VisitTypeIds(copy, [this](std::uint32_t& id) { id = Need(id); });
    VisitNames(copy, [this](std::uint32_t& name) { name = String(name); });
  }

  /** A string of the kernel's. @return where it is here. */
  std::uint32_t String(std::uint32_t offset) {
    if (offset == 0) return 0;
    const auto [entry, is_new] =
        lean_strings_.try_emplace(offset, static_cast<std::uint32_t>(strings_.size()));
    if (is_new) {
      const char* text = kernel_.String(offset);
      Append(&strings_, text, std::strlen(text) + 1);
    }
    return entry->second;
  }

  const Btf& kernel_;
  // By id in the kernel's; 0 for what is not needed.
  std::vector<std::uint32_t> lean_ids_;
  // SAFETY: in `kernel_`, which outlives this.
  std::vector<const struct btf_type*> needed_;
  // By place in the kernel's.
  std::unordered_map<std::uint32_t, std::uint32_t> lean_strings_;
  std::vector<char> types_;
  std::vector<char> strings_ = {'\0'};
};

}  // namespace

std::vector<char> LeanBtf(const Btf& kernel, const Btf& object) {
  // SAFETY: views into `object`.
  std::unordered_set<std::string_view> names;
  for (std::uint32_t id = 1; id < object.TypeCount(); ++id) {
    names.insert(EssentialName(object.Name(object.Type(id))));
  }
  names.erase("");
  Builder builder(kernel);
  for (std::uint32_t id = 1; id < kernel.TypeCount(); ++id) {
    const struct btf_type* type = kernel.Type(id);
    if (CanBeTarget(type) && names.count(EssentialName(kernel.Name(type))) > 0) builder.Need(id);
  }
  return builder.Build();
}

}  // namespace probekit
