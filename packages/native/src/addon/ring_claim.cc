#include "ring_claim.h"

#include <mutex>
#include <set>

#include "system_failure.h"

namespace probekit {
namespace {

struct Claims {
  std::mutex mutex;
  std::set<std::uint32_t> map_ids;
};

/** Of all environments; never destroyed, because workers may outlive static destruction. */
Claims& All() {
  static Claims& claims = *new Claims;
  return claims;
}

}  // namespace

RingClaim::RingClaim(std::uint32_t map_id) : map_id_(map_id) {
  const std::lock_guard<std::mutex> lock(All().mutex);
  if (All().map_ids.insert(map_id).second) return;
  errno = EBUSY;
  throw SystemFailure("claim");
}

RingClaim::~RingClaim() {
  const std::lock_guard<std::mutex> lock(All().mutex);
  All().map_ids.erase(map_id_);
}

}  // namespace probekit
