#include "btf.h"

#include <cerrno>
#include <mutex>

namespace probekit {
namespace {

// Real chains are a handful long; a damaged table may hold a loop.
constexpr int kMaxChain = 64;

constexpr std::uint32_t kBpfPointerBytes = 8;

/** Shared by the environments of the process: the main thread's and workers'. */
struct Kept {
  std::mutex mutex;
  std::shared_ptr<Btf> btf;
};

Kept& KeptKernel() {
  // Never destroyed: workers may outlive static destruction.
  static Kept& kept = *new Kept;
  return kept;
}

bool IsModifier(const struct btf_type* type) {
  return btf_is_mod(type) || btf_is_typedef(type) || btf_is_type_tag(type);
}

}  // namespace

std::shared_ptr<Btf> Btf::CopyOf(const struct btf* source) {
  if (source == nullptr) return std::make_shared<Btf>(nullptr);
  std::uint32_t size = 0;
  const void* bytes = btf__raw_data(source, &size);
  struct btf* copy = bytes == nullptr ? nullptr : btf__new(bytes, size);
  if (copy == nullptr) return nullptr;
  // BPF pointers are 8 bytes on every host; libbpf guesses from the types that happen to be used.
  btf__set_pointer_size(copy, kBpfPointerBytes);
  return std::make_shared<Btf>(copy);
}

std::shared_ptr<Btf> Btf::OfKernel() {
  Kept& kept = KeptKernel();
  const std::lock_guard<std::mutex> lock(kept.mutex);
  if (kept.btf != nullptr) return kept.btf;
  struct btf* data = btf__load_vmlinux_btf();
  if (data == nullptr) return nullptr;
  // Computes it now: later callers only read.
  btf__pointer_size(data);
  kept.btf = std::make_shared<Btf>(data);
  return kept.btf;
}

void Btf::ForgetKernel() {
  Kept& kept = KeptKernel();
  const std::lock_guard<std::mutex> lock(kept.mutex);
  kept.btf.reset();
}

std::uint32_t Btf::Find(const std::string& name, std::uint32_t kind) const {
  if (data_ == nullptr || name.empty()) return 0;
  const int id = btf__find_by_name_kind(data_, name.c_str(), kind);
  return id > 0 ? static_cast<std::uint32_t>(id) : 0;
}

const char* Btf::String(std::uint32_t offset) const {
  const char* text = btf__str_by_offset(data_, offset);
  return text != nullptr ? text : "";
}

std::uint32_t Btf::PointerSizeBytes() const {
  const std::size_t size = btf__pointer_size(data_);
  return size != 0 ? static_cast<std::uint32_t>(size) : kBpfPointerBytes;
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
