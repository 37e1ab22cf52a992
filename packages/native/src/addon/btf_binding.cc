#include <malloc.h>

#include <cerrno>

#include "arguments.h"
#include "btf_prototype.h"
#include "btf_type.h"
#include "exports.h"
#include "handle.h"
#include "kernel_btf.h"
#include "log_capture.h"

namespace probekit {
namespace {

std::uint32_t FindEither(const Btf& btf, const std::string& name, std::uint32_t kind,
                         std::uint32_t other) {
  const std::uint32_t id = btf.Find(name, kind);
  return id != 0 ? id : btf.Find(name, other);
}

/** The data section that holds a variable and its place there. */
bool FindSection(const Btf& btf, std::uint32_t variable, const char** section,
                 std::uint32_t* offset_bytes) {
  for (std::uint32_t id = 1; id < btf.TypeCount(); ++id) {
    const struct btf_type* type = btf.Type(id);
    if (!btf_is_datasec(type)) continue;
    const struct btf_var_secinfo* entries = btf_var_secinfos(type);
    for (int index = 0; index < btf_vlen(type); ++index) {
      if (entries[index].type != variable) continue;
      *section = btf.Name(type);
      *offset_bytes = entries[index].offset;
      return true;
    }
  }
  return false;
}

std::shared_ptr<Btf> KernelTypes(Napi::Env env) {
  LogCapture log;
  std::shared_ptr<Btf> btf = KernelBtf();
  if (btf != nullptr) return btf;
  throw KernelError(env, {errno, "kernelBtf", kKernelBtfPath, log.Text()});
}

/** The first argument: an object's, or `null` for the kernel's, of which no handle must hold 6 MiB.
 */
std::shared_ptr<Btf> Types(const Napi::CallbackInfo& info) {
  return info[0].IsNull() ? KernelTypes(info.Env()) : UnwrapHandle<Btf>(info[0]);
}

}  // namespace

void KernelBtfRead(const Napi::CallbackInfo& info) { KernelTypes(info.Env()); }

void KernelBtfForget(const Napi::CallbackInfo&) {
  ForgetKernelBtf();
  // And what libbpf read of it for itself. malloc keeps what it could use again.
  malloc_trim(0);
}

Napi::Value BtfStruct(const Napi::CallbackInfo& info) {
  const auto btf = Types(info);
  const std::string name = StringArgument(info, 1, "name");
  const std::uint32_t id = FindEither(*btf, name, BTF_KIND_STRUCT, BTF_KIND_UNION);
  if (id == 0) return info.Env().Undefined();
  return TypeBuilder(info.Env(), *btf).Build(id);
}

Napi::Value BtfEnum(const Napi::CallbackInfo& info) {
  const auto btf = Types(info);
  const std::string name = StringArgument(info, 1, "name");
  const std::uint32_t id = FindEither(*btf, name, BTF_KIND_ENUM, BTF_KIND_ENUM64);
  if (id == 0) return info.Env().Undefined();
  const struct btf_type* type = btf->Type(id);
  Napi::Object result = Napi::Object::New(info.Env());
  result.Set("name", name);
  result.Set("sizeBytes", type->size);
  result.Set("values", EnumValues(info.Env(), *btf, type));
  return result;
}

Napi::Value BtfVariable(const Napi::CallbackInfo& info) {
  const auto btf = Types(info);
  const std::string name = StringArgument(info, 1, "name");
  const std::uint32_t id = btf->Find(name, BTF_KIND_VAR);
  const char* section = nullptr;
  std::uint32_t offset_bytes = 0;
  if (id == 0 || !FindSection(*btf, id, &section, &offset_bytes)) return info.Env().Undefined();
  Napi::Object result = Napi::Object::New(info.Env());
  result.Set("name", name);
  result.Set("section", section);
  result.Set("offsetBytes", offset_bytes);
  result.Set("type", TypeBuilder(info.Env(), *btf).Build(btf->Type(id)->type));
  return result;
}

Napi::Value BtfFunction(const Napi::CallbackInfo& info) {
  const auto btf = Types(info);
  return FunctionPrototype(info.Env(), *btf, StringArgument(info, 1, "name"));
}

Napi::Value BtfTracepoint(const Napi::CallbackInfo& info) {
  const auto btf = Types(info);
  return TracepointPrototype(info.Env(), *btf, StringArgument(info, 1, "name"));
}

}  // namespace probekit
