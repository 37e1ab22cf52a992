#include "kernel_btf.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstdint>
#include <mutex>

#include "memory_map.h"
#include "unique_fd.h"

namespace probekit {
namespace {

constexpr std::size_t kHugePageBytes = std::size_t{2} << 20;

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

/** The kernel's own pages, from Linux 6.16 on. */
BtfBytes Map(int fd, std::size_t size) {
  auto map = std::make_shared<MemoryMap>(fd, size, PROT_READ, MAP_PRIVATE, 0);
  if (!map->Valid()) return {};
  return {std::shared_ptr<const char>(map, map->Bytes()), size};
}

/** In huge pages where there are some: of small ones, each of 1,500 would be faulted in. */
std::shared_ptr<char> AllocateHuge(std::size_t size) {
  const std::size_t rounded = (size + kHugePageBytes - 1) / kHugePageBytes * kHugePageBytes;
  // With room to begin at a huge page; what is not used takes no memory.
  auto map = std::make_shared<MemoryMap>(rounded + kHugePageBytes);
  if (!map->Valid()) return nullptr;
  const auto address = reinterpret_cast<std::uintptr_t>(map->Bytes());
  char* begin = map->Bytes() + (kHugePageBytes - address % kHugePageBytes) % kHugePageBytes;
  madvise(begin, rounded, MADV_HUGEPAGE);
  return {map, begin};
}

BtfBytes Read(int fd, std::size_t size) {
  const std::shared_ptr<char> memory = AllocateHuge(size);
  if (memory == nullptr) return {};
  std::size_t done = 0;
  while (done < size) {
    const ssize_t part =
        TEMP_FAILURE_RETRY(pread(fd, memory.get() + done, size - done, static_cast<off_t>(done)));
    if (part < 0) return {};
    if (part == 0) break;
    done += static_cast<std::size_t>(part);
  }
  return {memory, done};
}

struct FreeBtf {
  void operator()(struct btf* data) const { btf__free(data); }
};

/** From where libbpf finds it: in the files of a kernel that does not show it in sysfs. */
std::shared_ptr<Btf> OfKernelFile() {
  const std::unique_ptr<struct btf, FreeBtf> data(btf__load_vmlinux_btf());
  return data == nullptr ? nullptr : Btf::CopyOf(data.get());
}

std::shared_ptr<Btf> Load() {
  if (access(kKernelBtfPath, R_OK) != 0) return OfKernelFile();
  BtfBytes bytes = KernelBtfBytes();
  return bytes.data == nullptr ? nullptr : Btf::Parse(std::move(bytes));
}

}  // namespace

BtfBytes KernelBtfBytes() {
  const UniqueFd fd(open(kKernelBtfPath, O_RDONLY | O_CLOEXEC));
  struct stat status = {};
  if (!fd.Valid() || fstat(fd.Get(), &status) != 0) return {};
  const auto size = static_cast<std::size_t>(status.st_size);
  BtfBytes bytes = Map(fd.Get(), size);
  return bytes.data == nullptr ? Read(fd.Get(), size) : bytes;
}

std::shared_ptr<Btf> KernelBtf() {
  Kept& kept = KeptKernel();
  const std::lock_guard<std::mutex> lock(kept.mutex);
  if (kept.btf == nullptr) kept.btf = Load();
  return kept.btf;
}

void ForgetKernelBtf() {
  Kept& kept = KeptKernel();
  const std::lock_guard<std::mutex> lock(kept.mutex);
  kept.btf.reset();
}

}  // namespace probekit
