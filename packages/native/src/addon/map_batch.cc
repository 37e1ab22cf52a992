#include "map_batch.h"

#include <bpf/bpf.h>

#include <algorithm>
#include <cerrno>

namespace probekit {
namespace {

// One call for most maps, and little memory for those that are nearly empty.
constexpr std::size_t kBatchBytes = 256 * 1024;

// Calls in a row that gave nothing because somebody else was at the same bucket: it holds its lock
// for less than a microsecond.
constexpr unsigned kMaxIdleCalls = 10'000;

bool IsHash(enum bpf_map_type type) {
  return type == BPF_MAP_TYPE_HASH || type == BPF_MAP_TYPE_LRU_HASH ||
         type == BPF_MAP_TYPE_PERCPU_HASH || type == BPF_MAP_TYPE_LRU_PERCPU_HASH;
}

/** Whether the kernel has said how many entries it read; it stops early for the last four. */
bool IsCounted(int error) {
  return error == 0 || error == ENOENT || error == EINTR || error == EAGAIN ||
         // The lock of a bucket, Linux 5.11 on.
         error == EBUSY ||
         // For a copy of a bucket.
         error == ENOMEM;
}

std::uint32_t FirstBatch(const MapShape& shape, std::size_t entry_size) {
  const std::size_t fitting = std::max<std::size_t>(kBatchBytes / entry_size, 1);
  return static_cast<std::uint32_t>(std::min<std::size_t>(fitting, shape.max_entries));
}

/** Where the kernel goes on with the next batch: the number of a bucket, or an array's key. */
class Position {
 public:
  explicit Position(std::size_t key_size)
      : current_(std::max(key_size, sizeof(std::uint32_t))), next_(current_.size()) {}

  void* In() { return started_ ? current_.data() : nullptr; }
  void* Out() { return next_.data(); }
  void Advance() {
    current_.swap(next_);
    started_ = true;
  }

 private:
  std::vector<std::uint8_t> current_;
  std::vector<std::uint8_t> next_;
  bool started_ = false;
};

/** As `ReadEntries`; leaves room for another batch at the end of both. */
int ReadBatches(const BpfMap& map, BatchRead read, Entries& entries) {
  const auto call =
      read == BatchRead::kDelete ? bpf_map_lookup_and_delete_batch : bpf_map_lookup_batch;
  const std::size_t key_size = map.Shape().key_size_bytes;
  const std::size_t value_size = map.LookupSizeBytes();
  Position position(key_size);
  std::uint32_t batch = FirstBatch(map.Shape(), key_size + value_size);
  for (unsigned idle_calls = 0; idle_calls <= kMaxIdleCalls;) {
    entries.keys.resize((entries.count + batch) * key_size);
    entries.values.resize((entries.count + batch) * value_size);
    std::uint32_t count = batch;
    // SAFETY: both have room for `batch` more entries of the sizes that the kernel writes for this
    // type and number of CPUs, and a position for whatever it keeps there.
    const int result = call(map.Fd(), position.In(), position.Out(),
                            entries.keys.data() + entries.count * key_size,
                            entries.values.data() + entries.count * value_size, &count, nullptr);
    const int error = result == 0 ? 0 : errno;
    if (error == ENOSPC && batch <= UINT32_MAX / 2) {
      // The next bucket has more entries than the batch; nothing was read.
      batch *= 2;
      continue;
    }
    if (!IsCounted(error)) return -error;
    entries.count += count;
    if (error == ENOENT) return 0;
    if (count > 0) {
      position.Advance();
      idle_calls = 0;
    } else if (error == ENOMEM) {
      return -error;
    } else {
      ++idle_calls;
    }
  }
  return -EBUSY;
}

}  // namespace

bool CanReadEntries(enum bpf_map_type type, BatchRead read) {
  if (IsHash(type)) return true;
  return read == BatchRead::kKeep &&
         (type == BPF_MAP_TYPE_ARRAY || type == BPF_MAP_TYPE_PERCPU_ARRAY);
}

int ReadEntries(const BpfMap& map, BatchRead read, Entries& entries) {
  const int result = ReadBatches(map, read, entries);
  entries.keys.resize(entries.count * map.Shape().key_size_bytes);
  entries.values.resize(entries.count * map.LookupSizeBytes());
  return result;
}

}  // namespace probekit
