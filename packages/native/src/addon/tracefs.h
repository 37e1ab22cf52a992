#pragma once

#include <string>

#include "unique_fd.h"

namespace probekit {

/**
 * The kernel's tracefs, wherever it is mounted or, if nowhere, mounted for this process alone:
 * a detached mount is in no namespace's tree and goes with its descriptor (Linux 5.2).
 */
class Tracefs {
 public:
  /** The id for `perf_event_attr.config`, or a negative errno; `-ENOENT`: no such tracepoint. */
  int TracepointId(const std::string& category, const std::string& name);

 private:
  /** 0 or a negative errno. */
  int Open();

  UniqueFd root_;
};

}  // namespace probekit
