#pragma once

#include <cerrno>
#include <system_error>

namespace probekit {

/** What a constructor throws when a system call failed: `errno` as it is now. */
inline std::system_error SystemFailure(const char* call) {
  return std::system_error(errno, std::generic_category(), call);
}

}  // namespace probekit
