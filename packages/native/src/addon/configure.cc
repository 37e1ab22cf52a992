#include <cerrno>
#include <cstring>

#include "arguments.h"
#include "bpf_map.h"
#include "exports.h"
#include "handle.h"
#include "log_capture.h"
#include "map_info.h"
#include "opened_object.h"

namespace probekit {
namespace {

Napi::Error Refused(Napi::Env env, int error, const char* operation, const ObjectFile& file,
                    const std::string& part, const char* reason) {
  return KernelError(env, {error, operation, file.Name() + "/" + part, {}, reason});
}

struct bpf_program* ProgramArgument(const Napi::CallbackInfo& info, ObjectFile& file,
                                    const char* operation) {
  const std::string name = StringArgument(info, 1, "program");
  struct bpf_program* program = file.Program(name);
  if (program == nullptr) {
    throw Refused(info.Env(), ENOENT, operation, file, name, "no such program");
  }
  return program;
}

MapEntry& MapArgument(const Napi::CallbackInfo& info, ObjectFile& file, const char* operation) {
  const std::string name = StringArgument(info, 1, "map");
  MapEntry* entry = file.Map(name);
  if (entry == nullptr) throw Refused(info.Env(), ENOENT, operation, file, name, "no such map");
  return *entry;
}

void Check(Napi::Env env, int result, const char* operation, const ObjectFile& file,
           const std::string& part, const LogCapture& log) {
  if (result != 0) {
    throw KernelError(env, {result, operation, file.Name() + "/" + part, log.Text()});
  }
}

/** Whether programs compiled for the one can use the other. */
bool CanReplace(const MapShape& own, const MapShape& other, bool is_data) {
  return own.type == other.type && own.key_size_bytes == other.key_size_bytes &&
         own.value_size_bytes == other.value_size_bytes &&
         // SAFETY: libbpf unmaps a data section by the size that it has after the reuse.
         (!is_data || own.max_entries == other.max_entries);
}

}  // namespace

void ObjectSetAutoload(const Napi::CallbackInfo& info) {
  const auto opened = OpenHandle<OpenedObject>(info, 0, "setAutoload");
  struct bpf_program* program = ProgramArgument(info, *opened->file, "setAutoload");
  const bool autoload = BooleanArgument(info, 2, "autoload");
  LogCapture log;
  const int result = bpf_program__set_autoload(program, autoload);
  Check(info.Env(), result, "setAutoload", *opened->file, bpf_program__name(program), log);
}

void ObjectSetAttachTarget(const Napi::CallbackInfo& info) {
  const auto opened = OpenHandle<OpenedObject>(info, 0, "setAttachTarget");
  struct bpf_program* program = ProgramArgument(info, *opened->file, "setAttachTarget");
  const std::string target = StringArgument(info, 2, "target");
  LogCapture log;
  const int result = opened->typed_programs.SetTarget(program, target);
  Check(info.Env(), result, "setAttachTarget", *opened->file,
        std::string(bpf_program__name(program)) + " " + target, log);
}

void ObjectSetMaxEntries(const Napi::CallbackInfo& info) {
  const auto opened = OpenHandle<OpenedObject>(info, 0, "setMaxEntries");
  MapEntry& entry = MapArgument(info, *opened->file, "setMaxEntries");
  const auto count = static_cast<std::uint32_t>(
      IntegerArgument(info, 2, "maxEntries", 1, std::int64_t{UINT32_MAX}));
  if (entry.is_data) {
    // SAFETY: libbpf unmaps a data section by its number of entries.
    throw Refused(info.Env(), EINVAL, "setMaxEntries", *opened->file, entry.name,
                  "a data section has one entry");
  }
  LogCapture log;
  const int result = bpf_map__set_max_entries(entry.map, count);
  Check(info.Env(), result, "setMaxEntries", *opened->file, entry.name, log);
}

void ObjectReuseMap(const Napi::CallbackInfo& info) {
  const auto opened = OpenHandle<OpenedObject>(info, 0, "reuseMap");
  MapEntry& entry = MapArgument(info, *opened->file, "reuseMap");
  const auto existing = OpenHandle<BpfMap>(info, 2, "reuseMap");
  if (!CanReplace(ShapeOf(entry.map), existing->Shape(), entry.is_data)) {
    throw Refused(info.Env(), EINVAL, "reuseMap", *opened->file, entry.name,
                  "the existing map has another type or size");
  }
  LogCapture log;
  const int result = bpf_map__reuse_fd(entry.map, existing->Fd());
  Check(info.Env(), result, "reuseMap", *opened->file, entry.name, log);
  entry.reused = true;
}

void ObjectSetData(const Napi::CallbackInfo& info) {
  const auto opened = OpenHandle<OpenedObject>(info, 0, "setData");
  MapEntry& entry = MapArgument(info, *opened->file, "setData");
  const auto offset_bytes = static_cast<std::uint64_t>(
      IntegerArgument(info, 2, "offsetBytes", 0, std::int64_t{UINT32_MAX}));
  const Bytes bytes = BytesArgument(info, 3, "bytes");
  if (!entry.is_data || entry.reused) {
    throw Refused(info.Env(), EINVAL, "setData", *opened->file, entry.name,
                  entry.reused ? "the section is another object's" : "not a data section");
  }
  std::size_t size = 0;
  // SAFETY: libbpf's own memory, mapped for writing until the object closes; it hands it out as
  // const because a change has no effect after the load, which an OpenedObject is before.
  auto* data =
      static_cast<std::uint8_t*>(const_cast<void*>(bpf_map__initial_value(entry.map, &size)));
  if (offset_bytes > size || bytes.size > size - offset_bytes) {
    throw Napi::RangeError::New(info.Env(), "setData " + opened->file->Name() + "/" + entry.name +
                                                ": outside the section's " + std::to_string(size) +
                                                " bytes");
  }
  if (bytes.size > 0) std::memcpy(data + offset_bytes, bytes.data, bytes.size);
}

}  // namespace probekit
