#pragma once

#include <bpf/btf.h>

#include <cstdint>

namespace probekit {

/** Calls `visit` with a reference to each type id in `type`, of the kinds that lie within others.
 */
template <typename Visitor>
void VisitTypeIds(struct btf_type* type, Visitor visit) {
  switch (btf_kind(type)) {
    case BTF_KIND_PTR:
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
    case BTF_KIND_FUNC_PROTO:
      visit(type->type);
      for (int index = 0; index < btf_vlen(type); ++index) visit(btf_params(type)[index].type);
      break;
    default:
      break;
  }
}

/** The same for the place of each name. */
template <typename Visitor>
void VisitNames(struct btf_type* type, Visitor visit) {
  visit(type->name_off);
  const int count = btf_vlen(type);
  switch (btf_kind(type)) {
    case BTF_KIND_STRUCT:
    case BTF_KIND_UNION:
      for (int index = 0; index < count; ++index) visit(btf_members(type)[index].name_off);
      break;
    case BTF_KIND_ENUM:
      for (int index = 0; index < count; ++index) visit(btf_enum(type)[index].name_off);
      break;
    case BTF_KIND_ENUM64:
      for (int index = 0; index < count; ++index) visit(btf_enum64(type)[index].name_off);
      break;
    case BTF_KIND_FUNC_PROTO:
      for (int index = 0; index < count; ++index) visit(btf_params(type)[index].name_off);
      break;
    default:
      break;
  }
}

}  // namespace probekit
