#pragma once

#include <cstdint>

#include "bpf_map.h"
#include "memory_map.h"
#include "ring_backlog.h"
#include "unique_fd.h"

namespace probekit {

/** How a call to consume ended. */
enum class Progress {
  /** Nothing was there. */
  kNothing,
  /** Records came, and the ring was seen empty (or held only a record still being written). */
  kCaughtUp,
  /** Records came, there may be more: the turn was over. */
  kMore,
  /** The backlog is full. */
  kFull,
};

/**
 * A ring buffer map, emptied into a backlog. Not thread safe.
 *
 * libbpf's reader maps the data twice in a row, so that every record lies in one piece. The
 * kernel counts both as resident, and a copy does not need it: here it is mapped once.
 */
class RingSource {
 public:
  /** @throws std::system_error if the map cannot be read. */
  explicit RingSource(const BpfMap& map);
  RingSource(const RingSource&) = delete;
  RingSource& operator=(const RingSource&) = delete;

  /** Readable when a program wakes the reader. */
  int Fd() const { return fd_.Get(); }
  std::size_t SizeBytes() const { return size_bytes_; }

  /** Takes a turn's worth, so that whoever shares the lock is not kept waiting. */
  Progress Consume(RingBacklog& backlog);

  /** Positions count bytes since the map was made. Up to where programs have reserved: */
  std::uint64_t ProducerPosition() const;
  /** … and up to where records have been consumed. */
  std::uint64_t ConsumerPosition() const;
  /** Of all records between the two. */
  std::uint64_t WaitingBytes() const { return ProducerPosition() - ConsumerPosition(); }

  std::uint64_t Records() const { return records_; }
  std::uint64_t RecordBytes() const { return record_bytes_; }

 private:
  const char* At(std::uint64_t position) const;
  void Copy(std::uint64_t position, std::uint32_t size, RingBacklog& backlog);

  // Own descriptor: the ring outlives its object and the caller's map.
  UniqueFd fd_;
  std::size_t size_bytes_;
  std::size_t page_bytes_;
  MemoryMap consumer_;
  // The producer's page, and the data behind it.
  MemoryMap producer_;
  std::uint64_t records_ = 0;
  std::uint64_t record_bytes_ = 0;
};

}  // namespace probekit
