#pragma once

#include <napi.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <thread>

#include "fair_mutex.h"
#include "ring_backlog.h"
#include "ring_delivery.h"
#include "ring_sleeper.h"
#include "ring_source.h"
#include "wake_word.h"

namespace probekit {

struct RingCounters {
  std::uint64_t records;
  std::uint64_t bytes;
  std::uint64_t wakeups;
  std::uint64_t stalls;
  std::uint64_t oversized;
};

/**
 * A thread that moves records from a ring buffer to a backlog, and the reader's side of it.
 *
 * One lock covers the ring, the backlog and the counters. The thread holds it for some tens of
 * microseconds at most, the reader as long as it copies. Knows nothing of JavaScript.
 */
class Ring {
 public:
  struct Options {
    std::size_t backlog_bytes;
    std::chrono::milliseconds max_delay;
    /** Called on the consumer thread, with the lock held. */
    std::function<void()> tell;
  };

  /** @throws std::system_error if the ring cannot be read. */
  Ring(const BpfMap& map, WakeWord wake_word, Options options);
  ~Ring() { Stop(); }
  Ring(const Ring&) = delete;
  Ring& operator=(const Ring&) = delete;

  /** @throws std::system_error when no thread can be made. */
  void Start();
  /** Idempotent. */
  void Stop();

  std::size_t Read(std::uint8_t* into, std::size_t capacity_bytes);
  /** @return whether everything that was there at the call has been consumed. */
  bool Drain();
  /** Whether something waits to be read; if not, the reader counts as not told. */
  bool ConfirmTold();
  RingCounters Counters();

 private:
  void Run();
  Progress ConsumeTurn();
  bool DrainNow();
  void Linger();
  bool Storms();
  void Sleep();
  void WaitForRing(std::chrono::milliseconds timeout);
  void WaitForRoom();
  void TellIfDue(bool emptied);
  void TellNow();
  std::chrono::milliseconds SleepTime();

  RingSource source_;
  RingSleeper sleeper_;
  WakeWord wake_word_;
  std::function<void()> tell_;
  std::chrono::milliseconds linger_;
  std::chrono::milliseconds unwoken_linger_;
  std::uint32_t filling_bytes_;
  // The ring's position when the thread last lingered.
  std::uint64_t gathered_until_;

  FairMutex mutex_;
  RingBacklog backlog_;
  RingDelivery delivery_;
  std::uint64_t wakeups_ = 0;
  std::uint64_t stalls_ = 0;
  std::uint64_t oversized_ = 0;
  bool stalled_ = false;

  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace probekit
