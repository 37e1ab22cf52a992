#pragma once

#include <sys/mman.h>

#include <atomic>
#include <cstdint>

#include "memory_map.h"
#include "system_failure.h"

namespace probekit {

/**
 * The word by which programs know that the reader waits, and for how much. A program submits its
 * record without a wake-up, then reads the word; if it is not 0, and the ring holds as many bytes,
 * it forces a wake-up and clears the word, or raises it.
 */
class WakeWord {
 public:
  /** None: the kernel's own wake-ups have to do. */
  WakeWord() = default;
  /**
   * @param offset_bytes a multiple of 4, within the map's value.
   * @throws std::system_error if the map cannot be mapped for writing.
   */
  WakeWord(int map_fd, std::size_t offset_bytes)
      : memory_(map_fd, offset_bytes + sizeof(std::uint32_t), PROT_READ | PROT_WRITE, MAP_SHARED,
                0),
        offset_bytes_(offset_bytes) {
    if (!memory_.Valid()) throw SystemFailure("mmap");
  }

  bool Present() const { return memory_.Valid(); }

  /**
   * From now on the record wakes the reader with which there are so many bytes in the ring, or
   * more. The fence keeps the reader's next look at the ring after this store; programs have one in
   * submitting (a full barrier) before their look at the word. So one of the two sees the other.
   */
  void Arm(std::uint32_t bytes) {
    Store(bytes);
    std::atomic_thread_fence(std::memory_order_seq_cst);
  }
  void Disarm() { Store(0); }

 private:
  void Store(std::uint32_t value) {
    if (!memory_.Valid()) return;
    // SAFETY: inside the mapping and aligned; shared with BPF programs, hence atomic.
    auto* word = reinterpret_cast<std::uint32_t*>(memory_.Bytes() + offset_bytes_);
    __atomic_store_n(word, value, __ATOMIC_SEQ_CST);
  }

  MemoryMap memory_;
  std::size_t offset_bytes_ = 0;
};

}  // namespace probekit
