#pragma once

#include <cstddef>
#include <cstdint>

#include "memory_map.h"

namespace probekit {

/**
 * Records between the ring and JavaScript: a circular buffer of fixed size, already in the form
 * that JavaScript reads: `[length u32][0 u32][payload][0 to 7 bytes of padding]`. Of its memory
 * about twice as much is used as has waited at most.
 */
class RingBacklog {
 public:
  /**
   * @param limit_bytes what counts as full. One record of any size that the ring can hold still
   *   fits then, so that none must be looked at before it is taken. Memory is taken by the page,
   *   when it is first used.
   * @throws std::system_error
   */
  RingBacklog(std::size_t limit_bytes, std::size_t max_record_bytes);

  std::size_t UsedBytes() const { return used_bytes_; }
  bool Empty() const { return used_bytes_ == 0; }
  bool Full() const { return used_bytes_ >= limit_bytes_; }
  /** Room enough that it is worth to go on. */
  bool HalfFree() const { return used_bytes_ <= limit_bytes_ / 2; }

  struct Bytes {
    const void* start;
    std::size_t size;
  };
  /** A record in two pieces, together at most `max_record_bytes`; not when `Full`. */
  void Append(Bytes first, Bytes rest);

  /**
   * Moves as many whole records as fit.
   *
   * @param dropped is raised by each record that is longer than all of `into`.
   * @return the bytes written.
   */
  std::size_t Read(std::uint8_t* into, std::size_t capacity_bytes, std::uint64_t* dropped);

 private:
  std::size_t FirstRecordBytes(std::size_t position) const;
  void CopyIn(Bytes source);
  void CopyOut(std::uint8_t* into, std::size_t size) const;
  void Skip(std::size_t size);
  void MoveToStart();

  std::size_t limit_bytes_;
  std::size_t capacity_bytes_;
  // Pages of its own: those of malloc may be in use already.
  MemoryMap memory_;
  // Where the oldest record begins; a multiple of 8, as all lengths, so that headers never wrap.
  std::size_t head_ = 0;
  std::size_t used_bytes_ = 0;
};

}  // namespace probekit
