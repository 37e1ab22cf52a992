#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <utility>

namespace probekit {

/** A mapping that unmaps itself. */
class MemoryMap {
 public:
  MemoryMap() = default;
  /** Memory of this process alone, taken by the page when it is first used. Not valid as below. */
  explicit MemoryMap(std::size_t size_bytes)
      : address_(mmap(nullptr, size_bytes, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)),
        size_bytes_(size_bytes) {}
  /**
   * A file's. Not valid, with `errno` set, when `mmap` fails.
   *
   * @param sharing `MAP_SHARED` or `MAP_PRIVATE`
   */
  MemoryMap(int fd, std::size_t size_bytes, int protection, int sharing, off_t offset_bytes)
      : address_(mmap(nullptr, size_bytes, protection, sharing, fd, offset_bytes)),
        size_bytes_(size_bytes) {}
  MemoryMap(MemoryMap&& other) noexcept
      : address_(std::exchange(other.address_, MAP_FAILED)), size_bytes_(other.size_bytes_) {}
  MemoryMap& operator=(MemoryMap&& other) noexcept {
    std::swap(address_, other.address_);
    std::swap(size_bytes_, other.size_bytes_);
    return *this;
  }
  ~MemoryMap() {
    if (Valid()) munmap(address_, size_bytes_);
  }

  bool Valid() const { return address_ != MAP_FAILED; }
  char* Bytes() const { return static_cast<char*>(address_); }

 private:
  void* address_ = MAP_FAILED;
  std::size_t size_bytes_ = 0;
};

}  // namespace probekit
