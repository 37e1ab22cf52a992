#include "ring_source.h"

#include <linux/bpf.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "system_failure.h"

namespace probekit {
namespace {

// 64 KiB of records take some 20 µs to copy.
constexpr std::size_t kTurnBytes = 64u << 10;

// SAFETY of both: a position is an aligned `unsigned long` at the start of its page
// (kernel/bpf/ringbuf.c), which the kernel reads or writes meanwhile.
std::uint64_t LoadPosition(const MemoryMap& page) {
  return __atomic_load_n(reinterpret_cast<const unsigned long*>(page.Bytes()), __ATOMIC_ACQUIRE);
}

// What is before the position may be written again from here on.
void StorePosition(const MemoryMap& page, std::uint64_t position) {
  __atomic_store_n(reinterpret_cast<unsigned long*>(page.Bytes()),
                   static_cast<unsigned long>(position), __ATOMIC_RELEASE);
}

// SAFETY: a header is aligned to its own size, so that none goes around the end.
std::uint32_t LoadHeader(const char* header) {
  return __atomic_load_n(reinterpret_cast<const std::uint32_t*>(header), __ATOMIC_ACQUIRE);
}

std::uint64_t RecordBytesInRing(std::uint32_t size) {
  constexpr std::uint64_t kAlignBytes = 8;
  return (BPF_RINGBUF_HDR_SZ + std::uint64_t{size} + kAlignBytes - 1) / kAlignBytes * kAlignBytes;
}

}  // namespace

RingSource::RingSource(const BpfMap& map)
    : fd_(UniqueFd::Duplicate(map.Fd())),
      size_bytes_(map.Shape().max_entries),
      page_bytes_(static_cast<std::size_t>(getpagesize())) {
  if (!fd_.Valid()) throw SystemFailure("dup");
  if (map.Shape().type != BPF_MAP_TYPE_RINGBUF) {
    throw std::system_error(EINVAL, std::generic_category(), "mmap");
  }
  consumer_ = MemoryMap(fd_.Get(), page_bytes_, PROT_READ | PROT_WRITE, MAP_SHARED, 0);
  producer_ = MemoryMap(fd_.Get(), page_bytes_ + size_bytes_, PROT_READ, MAP_SHARED,
                        static_cast<off_t>(page_bytes_));
  if (!consumer_.Valid() || !producer_.Valid()) throw SystemFailure("mmap");
}

Progress RingSource::Consume(RingBacklog& backlog) {
  if (backlog.Full()) return Progress::kFull;
  const std::uint64_t begin = ConsumerPosition();
  std::uint64_t position = begin;
  std::uint64_t end = ProducerPosition();
  bool caught_up = false;
  while (position - begin < kTurnBytes && !backlog.Full()) {
    if (position == end) end = ProducerPosition();
    const std::uint32_t header = position == end ? BPF_RINGBUF_BUSY_BIT : LoadHeader(At(position));
    caught_up = (header & BPF_RINGBUF_BUSY_BIT) != 0;
    if (caught_up) break;
    const std::uint32_t size = header & ~BPF_RINGBUF_DISCARD_BIT;
    if (size > size_bytes_) {
      // Someone else has moved the position, a second reader in another process. Where the
      // producer is, a record begins.
      position = end = ProducerPosition();
      continue;
    }
    if ((header & BPF_RINGBUF_DISCARD_BIT) == 0) Copy(position, size, backlog);
    position += RecordBytesInRing(size);
  }
  StorePosition(consumer_, position);
  if (backlog.Full()) return Progress::kFull;
  if (!caught_up) return Progress::kMore;
  return position == begin ? Progress::kNothing : Progress::kCaughtUp;
}

std::uint64_t RingSource::ProducerPosition() const { return LoadPosition(producer_); }
std::uint64_t RingSource::ConsumerPosition() const { return LoadPosition(consumer_); }

const char* RingSource::At(std::uint64_t position) const {
  return producer_.Bytes() + page_bytes_ + (position & (size_bytes_ - 1));
}

void RingSource::Copy(std::uint64_t position, std::uint32_t size, RingBacklog& backlog) {
  const char* payload = At(position + BPF_RINGBUF_HDR_SZ);
  // SAFETY: `size` is at most `size_bytes_`; what goes beyond the end goes on at the beginning.
  const auto until_end = static_cast<std::size_t>(At(0) + size_bytes_ - payload);
  const auto first = std::min<std::size_t>(size, until_end);
  backlog.Append({payload, first}, {At(0), size - first});
  ++records_;
  record_bytes_ += size;
}

}  // namespace probekit
