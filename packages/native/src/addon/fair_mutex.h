#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace probekit {

/**
 * A mutex that serves in the order of asking. The consumer thread takes it again as soon as it
 * has let go; with `std::mutex` the JavaScript thread might not get a turn during a storm.
 */
class FairMutex {
 public:
  void lock() {
    std::unique_lock<std::mutex> guard(mutex_);
    const std::uint64_t ticket = next_ticket_++;
    turn_.wait(guard, [&] { return ticket == serving_; });
  }

  void unlock() {
    {
      const std::lock_guard<std::mutex> guard(mutex_);
      ++serving_;
    }
    turn_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable turn_;
  std::uint64_t next_ticket_ = 0;
  std::uint64_t serving_ = 0;
};

}  // namespace probekit
