#include "btf_prototype.h"

#include "btf_spelling.h"

namespace probekit {
namespace {

/** The prototype of the function `name`; `nullptr` if there is none. */
const struct btf_type* FindFunction(const Btf& btf, const std::string& name) {
  const std::uint32_t id = btf.Find(name, BTF_KIND_FUNC);
  const struct btf_type* type = id == 0 ? nullptr : btf.Type(btf.Type(id)->type);
  return type != nullptr && btf_is_func_proto(type) ? type : nullptr;
}

Napi::Object Prototype(Napi::Env env, const Btf& btf, const std::string& name,
                       const struct btf_type* types, const struct btf_type* names, int first) {
  Napi::Array parameters = Napi::Array::New(env);
  for (int index = first; index < btf_vlen(types); ++index) {
    Napi::Object parameter = Napi::Object::New(env);
    parameter.Set("name", btf.String(btf_params(names)[index].name_off));
    parameter.Set("type", SpellType(btf, btf_params(types)[index].type));
    parameters.Set(static_cast<std::uint32_t>(index - first), parameter);
  }
  Napi::Object prototype = Napi::Object::New(env);
  prototype.Set("name", name);
  prototype.Set("parameters", parameters);
  prototype.Set("returnType", SpellType(btf, types->type));
  return prototype;
}

}  // namespace

Napi::Value FunctionPrototype(Napi::Env env, const Btf& btf, const std::string& name) {
  const struct btf_type* type = FindFunction(btf, name);
  if (type == nullptr) return env.Undefined();
  return Prototype(env, btf, name, type, type, 0);
}

Napi::Value TracepointPrototype(Napi::Env env, const Btf& btf, const std::string& name) {
  const std::uint32_t id = btf.Find("btf_trace_" + name, BTF_KIND_TYPEDEF);
  if (id == 0) return env.Undefined();
  const struct btf_type* pointer = btf.Type(btf.Resolve(id));
  if (pointer == nullptr || !btf_is_ptr(pointer)) return env.Undefined();
  const struct btf_type* type = btf.Type(btf.Resolve(pointer->type));
  if (type == nullptr || !btf_is_func_proto(type) || btf_vlen(type) < 1) return env.Undefined();
  // A pointer's prototype has no parameter names; the function that calls the probes has them.
  const struct btf_type* caller = FindFunction(btf, "__traceiter_" + name);
  const bool has_names = caller != nullptr && btf_vlen(caller) == btf_vlen(type);
  return Prototype(env, btf, name, type, has_names ? caller : type, 1);
}

}  // namespace probekit
