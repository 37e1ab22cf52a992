#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>

namespace probekit {

/**
 * Decides when JavaScript is told that there are records.
 *
 * At once when there are enough of them to be worth it. Otherwise when the ring has been emptied,
 * so that a single event arrives at once, but then no more often than {@link kSoonShare} times in
 * `max_delay`, so that a steady trickle does not wake the process for each event. In any case when
 * the oldest has waited for `max_delay`.
 */
class RingDelivery {
 public:
  using Clock = std::chrono::steady_clock;

  RingDelivery(std::chrono::milliseconds max_delay, std::size_t batch_bytes)
      : max_delay_(max_delay), batch_bytes_(batch_bytes) {}

  /** JavaScript has been told and has not read since. */
  bool Told() const { return told_; }

  /** @param pending_bytes what waits to be read; call whenever it may have changed. */
  bool Due(std::size_t pending_bytes, bool emptied, Clock::time_point now) {
    if (pending_bytes == 0 || told_) {
      waiting_ = false;
      return false;
    }
    if (!waiting_) {
      waiting_ = true;
      waiting_since_ = now;
    }
    return pending_bytes >= batch_bytes_ || now >= waiting_since_ + max_delay_ ||
           (emptied && now >= Soonest());
  }

  /** When `Due` becomes true if nothing more comes; `max` if nothing waits. */
  Clock::time_point Deadline() const {
    if (!waiting_) return Clock::time_point::max();
    return std::min(waiting_since_ + max_delay_, Soonest());
  }

  void Tell(Clock::time_point now) {
    told_ = true;
    waiting_ = false;
    last_told_ = now;
  }

  void Read() { told_ = false; }

 private:
  static constexpr int kSoonShare = 10;

  Clock::time_point Soonest() const { return last_told_ + max_delay_ / kSoonShare; }

  Clock::duration max_delay_;
  std::size_t batch_bytes_;
  bool told_ = false;
  bool waiting_ = false;
  Clock::time_point waiting_since_;
  Clock::time_point last_told_;
};

}  // namespace probekit
