#include "ring_source.h"

#include <sys/mman.h>
#include <unistd.h>

#include "system_failure.h"

namespace probekit {
namespace {

// 64 KiB of records take some 20 µs to copy.
constexpr std::size_t kTurnBytes = 64u << 10;

// Any negative result of the callback ends a call to consume, after that record.
constexpr int kGoOn = 0;
constexpr int kStop = -1;

std::uint64_t LoadPosition(const MemoryMap& page) {
  // SAFETY: a position is an aligned `unsigned long` at the start of its page
  // (kernel/bpf/ringbuf.c), written by others meanwhile.
  return __atomic_load_n(reinterpret_cast<const unsigned long*>(page.Bytes()), __ATOMIC_ACQUIRE);
}

}  // namespace

RingSource::RingSource(const BpfMap& map)
    : fd_(UniqueFd::Duplicate(map.Fd())), size_bytes_(map.Shape().max_entries) {
  if (!fd_.Valid()) throw SystemFailure("dup");
  const auto page_bytes = static_cast<std::size_t>(getpagesize());
  ring_.reset(ring_buffer__new(fd_.Get(), OnRecord, this, nullptr));
  if (ring_ == nullptr) throw SystemFailure("ring_buffer__new");
  consumer_ = MemoryMap(fd_.Get(), page_bytes, PROT_READ, 0);
  producer_ = MemoryMap(fd_.Get(), page_bytes, PROT_READ, static_cast<off_t>(page_bytes));
  if (!consumer_.Valid() || !producer_.Valid()) throw SystemFailure("mmap");
}

Progress RingSource::Consume(RingBacklog& backlog) {
  if (backlog.Full()) return Progress::kFull;
  const std::uint64_t before = records_;
  backlog_ = &backlog;
  turn_bytes_ = 0;
  const int result = ring_buffer__consume(ring_.get());
  backlog_ = nullptr;
  if (backlog.Full()) return Progress::kFull;
  if (result < 0) return Progress::kMore;
  return records_ == before ? Progress::kNothing : Progress::kCaughtUp;
}

std::uint64_t RingSource::ProducerPosition() const { return LoadPosition(producer_); }
std::uint64_t RingSource::ConsumerPosition() const { return LoadPosition(consumer_); }

int RingSource::OnRecord(void* self, void* data, std::size_t size) {
  auto* source = static_cast<RingSource*>(self);
  // SAFETY: a length that the ring cannot hold means that someone else moved the consumer's
  // position (a second reader, in another process); the data is mapped twice in a row, so that
  // any record up to the ring's size is readable, and nothing beyond.
  if (size > source->size_bytes_) return kStop;
  source->backlog_->Append(data, static_cast<std::uint32_t>(size));
  ++source->records_;
  source->record_bytes_ += size;
  source->turn_bytes_ += size;
  return source->turn_bytes_ >= kTurnBytes || source->backlog_->Full() ? kStop : kGoOn;
}

}  // namespace probekit
