#include "opened_object.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cctype>
#include <cerrno>

#include "arguments.h"
#include "elf_sections.h"
#include "exports.h"
#include "handle.h"
#include "kernel_btf.h"
#include "lean_btf.h"
#include "loaded_object.h"
#include "log_capture.h"
#include "map_info.h"
#include "signal_block.h"

namespace probekit {
namespace {

/** What the kernel takes as part of a map's name, and no dots (see `SectionName`). */
std::string KernelName(std::string name) {
  for (char& character : name) {
    if (!std::isalnum(static_cast<unsigned char>(character))) character = '_';
  }
  return name.empty() ? "object" : name;
}

/** Not valid where libbpf has to look for the kernel's type information, or needs all of it. */
UniqueFd FileForLeanBtf(const std::string& image) {
  if (access(kKernelBtfPath, R_OK) != 0 || RelocatesToWholeTypes(image)) return UniqueFd();
  return UniqueFd(memfd_create("probekit-btf", MFD_CLOEXEC));
}

/** @return false, with `errno` set, if there is no memory. */
bool WriteAll(const UniqueFd& file, const char* data, std::size_t size) {
  const ssize_t written = pwrite(file.Get(), data, size, 0);
  if (written == static_cast<ssize_t>(size)) return true;
  if (written >= 0) errno = ENOSPC;
  return false;
}

/** Whether there is anything to relocate that matters. */
bool LoadsPrograms(struct bpf_object* object) {
  struct bpf_program* program = nullptr;
  bpf_object__for_each_program(program, object) {
    if (bpf_program__autoload(program)) return true;
  }
  return false;
}

/** What an object is relocated to. @return as above */
bool WriteLeanBtf(const UniqueFd& file, struct bpf_object* object, const Btf& types) {
  const auto kernel = LoadsPrograms(object) ? KernelBtf() : std::make_shared<Btf>();
  if (kernel == nullptr) {
    // Of a kind that is not known here it may be to libbpf.
    const BtfBytes all = KernelBtfBytes();
    return all.data != nullptr && WriteAll(file, all.data.get(), all.size);
  }
  const std::vector<char> lean = LeanBtf(*kernel, types);
  return WriteAll(file, lean.data(), lean.size());
}

/** The verifier gives up (EAGAIN) when a signal waits, and a profiler's do all the time. */
int LoadWithoutSignals(struct bpf_object* object) {
  const SignalBlock block;
  return bpf_object__load(object);
}

}  // namespace

Napi::Value ObjectOpen(const Napi::CallbackInfo& info) {
  const Bytes image = BytesArgument(info, 0, "image");
  const std::string name = StringArgument(info, 1, "name");
  // SAFETY: a copy, so that no other thread can change a shared buffer while libelf reads it.
  std::string bytes(reinterpret_cast<const char*>(image.data), image.size);
  const std::string kernel_name = KernelName(name);

  auto opened = std::make_shared<OpenedObject>();
  opened->lean_btf = FileForLeanBtf(bytes);
  const UniqueFd& lean_btf = opened->lean_btf;
  const std::string lean_path = "/proc/self/fd/" + std::to_string(lean_btf.Get());

  opened->typed_programs.Hide(&bytes);
  LogCapture log;
  LIBBPF_OPTS(bpf_object_open_opts, options, .object_name = kernel_name.c_str(),
              .btf_custom_path = lean_btf.Valid() ? lean_path.c_str() : nullptr);
  struct bpf_object* object = bpf_object__open_mem(bytes.data(), bytes.size(), &options);
  if (object == nullptr) throw KernelError(info.Env(), {errno, "open", name, log.Text()});
  opened->file = std::make_unique<ObjectFile>(name, object);
  opened->typed_programs.Collect(object);
  opened->btf = Btf::CopyOf(bpf_object__btf(object));
  if (opened->btf == nullptr) throw KernelError(info.Env(), {errno, "open", name, log.Text()});
  return WrapHandle(info.Env(), std::move(opened));
}

Napi::Value ObjectPrograms(const Napi::CallbackInfo& info) {
  const auto opened = OpenHandle<OpenedObject>(info, 0, "programs");
  Napi::Array programs = Napi::Array::New(info.Env());
  struct bpf_program* program = nullptr;
  bpf_object__for_each_program(program, opened->file->Get()) {
    Napi::Object entry = Napi::Object::New(info.Env());
    entry.Set("name", bpf_program__name(program));
    entry.Set("section", opened->typed_programs.Section(program));
    programs.Set(programs.Length(), entry);
  }
  return programs;
}

Napi::Value ObjectMaps(const Napi::CallbackInfo& info) {
  const auto opened = OpenHandle<OpenedObject>(info, 0, "maps");
  Napi::Array maps = Napi::Array::New(info.Env());
  for (const MapEntry& entry : opened->file->Maps()) {
    maps.Set(maps.Length(), ToObject(info.Env(), entry.name, ShapeOf(entry.map)));
  }
  return maps;
}

Napi::Value ObjectBtf(const Napi::CallbackInfo& info) {
  return WrapHandle(info.Env(), OpenHandle<OpenedObject>(info, 0, "btf")->btf);
}

Napi::Value ObjectLoad(const Napi::CallbackInfo& info) {
  const auto opened = OpenHandle<OpenedObject>(info, 0, "load");
  // Spent from here on, whether this works or not.
  std::unique_ptr<ObjectFile> file = std::move(opened->file);
  const UniqueFd lean_btf = std::move(opened->lean_btf);
  // libbpf asks for the verifier's log only after a failure, in a buffer that it grows, and
  // prints it.
  LogCapture log;
  if (lean_btf.Valid() && !WriteLeanBtf(lean_btf, file->Get(), *opened->btf)) {
    throw KernelError(info.Env(), {errno, "load", file->Name(), log.Text(),
                                   "the kernel's type information could not be read"});
  }
  std::string reason;
  int result = opened->typed_programs.SetTargets(&reason);
  if (result == 0) {
    const TypedPrograms::Loading targets(opened->typed_programs);
    result = LoadWithoutSignals(file->Get());
  }
  if (result != 0)
    throw KernelError(info.Env(), {result, "load", file->Name(), log.Text(), reason});
  return WrapHandle(info.Env(), std::make_shared<LoadedObject>(std::move(file)));
}

void ObjectCloseOpened(const Napi::CallbackInfo& info) { CloseHandle<OpenedObject>(info); }

}  // namespace probekit
