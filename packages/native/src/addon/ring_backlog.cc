#include "ring_backlog.h"

#include <algorithm>
#include <cstring>

#include "system_failure.h"

namespace probekit {
namespace {

constexpr std::size_t kAlignBytes = 8;
constexpr std::size_t kHeaderBytes = 8;

std::size_t Align(std::size_t size) { return (size + kAlignBytes - 1) / kAlignBytes * kAlignBytes; }

}  // namespace

RingBacklog::RingBacklog(std::size_t limit_bytes, std::size_t max_record_bytes)
    : limit_bytes_(limit_bytes),
      capacity_bytes_(Align(limit_bytes) + kHeaderBytes + Align(max_record_bytes)),
      memory_(capacity_bytes_) {
  if (!memory_.Valid()) throw SystemFailure("mmap");
}

void RingBacklog::Append(Bytes first, Bytes rest) {
  const std::size_t size = first.size + rest.size;
  const std::uint32_t header[2] = {static_cast<std::uint32_t>(size), 0};
  constexpr std::uint8_t kPadding[kAlignBytes] = {};
  CopyIn({header, sizeof header});
  CopyIn(first);
  CopyIn(rest);
  CopyIn({kPadding, Align(size) - size});
}

std::size_t RingBacklog::Read(std::uint8_t* into, std::size_t capacity_bytes,
                              std::uint64_t* dropped) {
  while (used_bytes_ > 0 && FirstRecordBytes(head_) > capacity_bytes) {
    Skip(FirstRecordBytes(head_));
    ++*dropped;
  }
  std::size_t size = 0;
  while (size < used_bytes_) {
    const std::size_t record_bytes = FirstRecordBytes((head_ + size) % capacity_bytes_);
    if (record_bytes > capacity_bytes - size) break;
    size += record_bytes;
  }
  CopyOut(into, size);
  Skip(size);
  // Else what waits would wander through all of the memory. No more is moved than was read since
  // the last time.
  if (used_bytes_ <= head_) MoveToStart();
  return size;
}

std::size_t RingBacklog::FirstRecordBytes(std::size_t position) const {
  std::uint32_t size = 0;
  // SAFETY: `position` is at a header, which is whole because it is aligned to its own size.
  std::memcpy(&size, memory_.Bytes() + position, sizeof size);
  return kHeaderBytes + Align(size);
}

void RingBacklog::CopyIn(Bytes source) {
  if (source.size == 0) return;
  // SAFETY: a record is at most `max_record_bytes` and is appended only below `limit_bytes_`;
  // `capacity_bytes_` is the sum of both and of a header.
  const std::size_t tail = (head_ + used_bytes_) % capacity_bytes_;
  const std::size_t first = std::min(source.size, capacity_bytes_ - tail);
  std::memcpy(memory_.Bytes() + tail, source.start, first);
  std::memcpy(memory_.Bytes(), static_cast<const char*>(source.start) + first, source.size - first);
  used_bytes_ += source.size;
}

void RingBacklog::CopyOut(std::uint8_t* into, std::size_t size) const {
  if (size == 0) return;
  const std::size_t first = std::min(size, capacity_bytes_ - head_);
  std::memcpy(into, memory_.Bytes() + head_, first);
  std::memcpy(into + first, memory_.Bytes(), size - first);
}

void RingBacklog::Skip(std::size_t size) {
  used_bytes_ -= size;
  head_ = (head_ + size) % capacity_bytes_;
}

void RingBacklog::MoveToStart() {
  const std::size_t until_end = capacity_bytes_ - head_;
  if (head_ == 0 || used_bytes_ > until_end) return;
  std::memmove(memory_.Bytes(), memory_.Bytes() + head_, used_bytes_);
  head_ = 0;
}

}  // namespace probekit
