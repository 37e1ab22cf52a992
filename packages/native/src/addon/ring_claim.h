#pragma once

#include <cstdint>

namespace probekit {

/**
 * The right to consume a ring. The kernel lets any number of readers move the one position that
 * they share; two would tear each other's records, so this process has one for each map.
 */
class RingClaim {
 public:
  /** @throws std::system_error EBUSY if the ring is being read already. */
  explicit RingClaim(std::uint32_t map_id);
  RingClaim(const RingClaim&) = delete;
  RingClaim& operator=(const RingClaim&) = delete;
  ~RingClaim();

 private:
  std::uint32_t map_id_;
};

}  // namespace probekit
