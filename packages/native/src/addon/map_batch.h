#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "bpf_map.h"

namespace probekit {

/** Entries of a map: their keys one after the other, and their values as a lookup gives them. */
struct Entries {
  std::size_t count = 0;
  std::vector<std::uint8_t> keys;
  std::vector<std::uint8_t> values;
};

enum class BatchRead { kKeep, kDelete };

/** Whether `ReadEntries` knows how the kernel reads maps of this type. */
bool CanReadEntries(enum bpf_map_type type, BatchRead read);

/** @return 0 or a negative errno; `entries` has what was read, and deleted, until then. */
int ReadEntries(const BpfMap& map, BatchRead read, Entries& entries);

}  // namespace probekit
