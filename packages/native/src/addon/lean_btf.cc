#include "lean_btf.h"

#include <unistd.h>

#include <cerrno>
#include <memory>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace probekit {
namespace {

struct FreeBtf {
  void operator()(struct btf* data) const { btf__free(data); }
};

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

/** Calls `visit` with a reference to each type id in `type`. */
template <typename Visitor>
void VisitReferences(struct btf_type* type, Visitor visit) {
  switch (btf_kind(type)) {
    case BTF_KIND_TYPEDEF:
    case BTF_KIND_CONST:
    case BTF_KIND_VOLATILE:
    case BTF_KIND_RESTRICT:
    case BTF_KIND_TYPE_TAG:
      visit(type->type);
      break;
    case BTF_KIND_ARRAY:
      visit(btf_array(type)->type);
      visit(btf_array(type)->index_type);
      break;
    case BTF_KIND_STRUCT:
    case BTF_KIND_UNION:
      for (int index = 0; index < btf_vlen(type); ++index) visit(btf_members(type)[index].type);
      break;
    default:
      break;
  }
}

class Builder {
 public:
  explicit Builder(const Btf& kernel)
      : kernel_(kernel), lean_ids_(kernel.TypeCount()), lean_(btf__new_empty()) {}

  /** A type of the kernel, and later what lies within it. @return its id here. */
  std::uint32_t Need(std::uint32_t id) {
    const struct btf_type* type = kernel_.Type(id);
    if (id == 0 || type == nullptr) return 0;
    // A relocation ends at a pointer: what it points to is another's.
    if (btf_is_ptr(type)) return kPointer;
    if (lean_ids_[id] == 0) {
      needed_.push_back(id);
      lean_ids_[id] = kPointer + static_cast<std::uint32_t>(needed_.size());
    }
    return lean_ids_[id];
  }

  /** `nullptr`, with `errno` set, if there is no memory. */
  const void* Build(std::uint32_t* size) {
    if (lean_ == nullptr || btf__add_ptr(lean_.get(), 0) < 0) return nullptr;
    // It grows on the way.
    for (std::size_t index = 0; index < needed_.size(); ++index) {
      if (!Add(needed_[index])) return nullptr;
    }
    return btf__raw_data(lean_.get(), size);
  }

 private:
  static constexpr std::uint32_t kPointer = 1;

  bool Add(std::uint32_t kernel_id) {
    const int id = btf__add_type(lean_.get(), kernel_.Data(), kernel_.Type(kernel_id));
    if (id < 0) return false;
    // SAFETY: it was just made, by this, and nothing has looked at it.
    auto* type = const_cast<struct btf_type*>(btf__type_by_id(lean_.get(), id));
    VisitReferences(type, [this](std::uint32_t& reference) { reference = Need(reference); });
    return true;
  }

  const Btf& kernel_;
  // By id in the kernel's; 0 for what is not needed.
  std::vector<std::uint32_t> lean_ids_;
  std::vector<std::uint32_t> needed_;
  std::unique_ptr<struct btf, FreeBtf> lean_;
};

bool WriteAll(int fd, const void* data, std::size_t size) {
  const ssize_t written = pwrite(fd, data, size, 0);
  if (written == static_cast<ssize_t>(size)) return true;
  if (written >= 0) errno = ENOSPC;
  return false;
}

}  // namespace

bool WriteLeanBtf(const Btf& kernel, const Btf& object, int fd) {
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
  std::uint32_t size = 0;
  const void* data = builder.Build(&size);
  return data != nullptr && WriteAll(fd, data, size);
}

}  // namespace probekit
