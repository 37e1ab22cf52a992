#pragma once

#include <chrono>

#include "unique_fd.h"

namespace probekit {

/** Where the consumer thread waits: for the ring, for a time, or to be called. */
class RingSleeper {
 public:
  /** @throws std::system_error if there are no descriptors left. */
  explicit RingSleeper(int ring_fd);

  /** Ends a wait, now or the next one. From any thread. */
  void Call();
  /** @return whether it was a wake-up of the ring's, now or since the last wait, that ended it. */
  bool WaitForRing(std::chrono::milliseconds timeout);
  /** Not disturbed by the ring. */
  void WaitForCall(std::chrono::milliseconds timeout);

 private:
  void ClearCall();

  UniqueFd call_fd_;
  UniqueFd epoll_fd_;
};

}  // namespace probekit
