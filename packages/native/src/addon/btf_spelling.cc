#include "btf_spelling.h"

#include <array>
#include <string_view>
#include <utility>

namespace probekit {
namespace {

using namespace std::string_view_literals;

// GCC's names (from DWARF) to those that people, and clang, write.
constexpr std::array kShortNames = {
    std::pair{"long unsigned int"sv, "unsigned long"sv},
    std::pair{"long int"sv, "long"sv},
    std::pair{"long long unsigned int"sv, "unsigned long long"sv},
    std::pair{"long long int"sv, "long long"sv},
    std::pair{"short unsigned int"sv, "unsigned short"sv},
    std::pair{"short int"sv, "short"sv},
};

std::string IntegerName(std::string_view name) {
  for (const auto& [full, brief] : kShortNames) {
    if (name == full) return std::string(brief);
  }
  return std::string(name);
}

std::string Tagged(const char* keyword, const char* tag) {
  return std::string(keyword) + " " + (*tag != '\0' ? tag : "(anonymous)");
}

/** One spelling; the budget ends what a damaged or hostile table would make endless. */
class Speller {
 public:
  explicit Speller(const Btf& btf) : btf_(btf) {}

  std::string Spell(std::uint32_t id) {
    if (id == 0) return "void";
    const struct btf_type* type = btf_.Type(id);
    if (type == nullptr || --budget_ < 0) return "?";
    switch (btf_kind(type)) {
      case BTF_KIND_CONST:
      case BTF_KIND_VOLATILE:
      case BTF_KIND_RESTRICT:
      case BTF_KIND_TYPE_TAG:
        return Spell(type->type);
      case BTF_KIND_PTR:
        return Pointer(type->type);
      case BTF_KIND_STRUCT:
        return Tagged("struct", btf_.Name(type));
      case BTF_KIND_UNION:
        return Tagged("union", btf_.Name(type));
      case BTF_KIND_FWD:
        return Tagged(btf_kflag(type) ? "union" : "struct", btf_.Name(type));
      case BTF_KIND_ENUM:
      case BTF_KIND_ENUM64:
        return Tagged("enum", btf_.Name(type));
      case BTF_KIND_ARRAY:
        return Spell(btf_array(type)->type) + " [" + std::to_string(btf_array(type)->nelems) + "]";
      case BTF_KIND_FUNC_PROTO:
        return Spell(type->type) + " (" + Parameters(type) + ")";
      case BTF_KIND_INT:
        return IntegerName(btf_.Name(type));
      default:
        return btf_.Name(type);
    }
  }

 private:
  std::string Pointer(std::uint32_t target) {
    const struct btf_type* type = btf_.Type(target);
    if (type != nullptr && btf_is_func_proto(type)) {
      return Spell(type->type) + " (*)(" + Parameters(type) + ")";
    }
    const std::string spelled = Spell(target);
    const bool nested = !spelled.empty() && spelled.back() == '*';
    return spelled + (nested ? "*" : " *");
  }

  std::string Parameters(const struct btf_type* type) {
    const struct btf_param* parameters = btf_params(type);
    std::string text;
    for (int index = 0; index < btf_vlen(type) && budget_ > 0; ++index) {
      if (index > 0) text += ", ";
      // A last parameter without name and type is the ellipsis.
      text += parameters[index].type == 0 ? "..." : Spell(parameters[index].type);
    }
    return text.empty() ? "void" : text;
  }

  const Btf& btf_;
  int budget_ = 256;
};

}  // namespace

std::string SpellType(const Btf& btf, std::uint32_t id) {
  std::string text = Speller(btf).Spell(id);
  return text.empty() ? "?" : text;
}

}  // namespace probekit
