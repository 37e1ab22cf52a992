#include "ring.h"

#include <pthread.h>

#include <algorithm>
#include <mutex>
#include <utility>

#include "signal_block.h"

namespace probekit {
namespace {

using Clock = RingDelivery::Clock;
using std::chrono::milliseconds;

// For the wake word: from the first byte on.
constexpr std::uint32_t kNextRecord = 1;
// Should a wake-up ever be lost, this is the longest that it goes unnoticed.
constexpr milliseconds kSafetyTimeout{1000};

// While records come the thread looks once in a while: so often that hardly anybody waits longer by
// it, and so seldom that looking costs nothing.
milliseconds LingerTime(milliseconds max_delay) {
  return std::clamp(max_delay / 20, milliseconds(1), kSafetyTimeout);
}
// The same where programs do not wake it when the ring fills: before that. A small ring is full
// sooner.
milliseconds UnwokenTime(std::size_t ring_bytes) {
  constexpr std::size_t kSmallRingBytes = 1u << 20;
  return milliseconds(ring_bytes < kSmallRingBytes ? 1 : 10);
}
// A delivery of this size is worth a call whatever the delay.
constexpr std::size_t kBatchBytes = 256u << 10;
std::size_t BatchBytes(std::size_t backlog_bytes) {
  return std::min(kBatchBytes, backlog_bytes / 2);
}
// Of a ring, what may gather before the thread is woken: there is time for it to come.
constexpr std::size_t kFillingShare = 16;
// A program that was interrupted between reserve and submit is given this long.
constexpr auto kBusyPause = std::chrono::microseconds(50);
constexpr int kBusyPauses = 200;

}  // namespace

Ring::Ring(const BpfMap& map, WakeWord wake_word, Options options)
    : source_(map),
      sleeper_(source_.Fd()),
      wake_word_(std::move(wake_word)),
      tell_(std::move(options.tell)),
      linger_(LingerTime(options.max_delay)),
      unwoken_linger_(std::min(linger_, UnwokenTime(source_.SizeBytes()))),
      filling_bytes_(static_cast<std::uint32_t>(
          std::min(source_.SizeBytes() / kFillingShare, BatchBytes(options.backlog_bytes)))),
      gathered_until_(source_.ConsumerPosition()),
      backlog_(options.backlog_bytes, source_.SizeBytes()),
      delivery_(options.max_delay, BatchBytes(options.backlog_bytes)) {}

void Ring::Start() {
  // Signals are the main thread's; a new thread inherits the mask.
  const SignalBlock block;
  thread_ = std::thread([this] { Run(); });
  pthread_setname_np(thread_.native_handle(), "probekit-ring");
}

void Ring::Stop() {
  if (!thread_.joinable()) return;
  stopping_ = true;
  sleeper_.Call();
  thread_.join();
  wake_word_.Disarm();
}

std::size_t Ring::Read(std::uint8_t* into, std::size_t capacity_bytes) {
  const std::lock_guard<FairMutex> lock(mutex_);
  const std::size_t size = backlog_.Read(into, capacity_bytes, &oversized_);
  delivery_.Read();
  if (stalled_ && backlog_.HalfFree()) {
    stalled_ = false;
    sleeper_.Call();
  }
  // `into` was too small for all: whoever reads once for each call must be called again.
  if (!backlog_.Empty()) TellNow();
  return size;
}

bool Ring::Drain() {
  const bool caught_up = DrainNow();
  // A wake-up may have been for what is gone now: the thread is to ask for the next one.
  sleeper_.Call();
  return caught_up;
}

bool Ring::DrainNow() {
  const std::uint64_t target = source_.ProducerPosition();
  for (int pauses = 0; pauses < kBusyPauses;) {
    Progress progress;
    {
      const std::lock_guard<FairMutex> lock(mutex_);
      progress = source_.Consume(backlog_);
      if (!backlog_.Empty() && !delivery_.Told()) TellNow();
    }
    if (source_.ConsumerPosition() >= target) return true;
    if (progress == Progress::kFull) return false;
    if (progress == Progress::kMore) continue;
    // The next record has been reserved but not submitted.
    std::this_thread::sleep_for(kBusyPause);
    ++pauses;
  }
  return false;
}

bool Ring::ConfirmTold() {
  const std::lock_guard<FairMutex> lock(mutex_);
  if (backlog_.Empty()) {
    delivery_.Read();
    return false;
  }
  delivery_.Tell(Clock::now());
  return true;
}

RingCounters Ring::Counters() {
  const std::lock_guard<FairMutex> lock(mutex_);
  return {source_.Records(), source_.RecordBytes(), wakeups_, stalls_, oversized_};
}

void Ring::Run() {
  while (!stopping_) {
    switch (ConsumeTurn()) {
      case Progress::kMore:
        break;
      case Progress::kFull:
        WaitForRoom();
        break;
      case Progress::kCaughtUp:
        Linger();
        break;
      case Progress::kNothing:
        Sleep();
        break;
    }
  }
}

Progress Ring::ConsumeTurn() {
  const std::lock_guard<FairMutex> lock(mutex_);
  const Progress progress = source_.Consume(backlog_);
  TellIfDue(progress == Progress::kNothing || progress == Progress::kCaughtUp);
  return progress;
}

void Ring::Linger() {
  const bool storms = Storms();
  const milliseconds time = std::clamp(SleepTime(), milliseconds(1), linger_);
  if (storms || time <= unwoken_linger_ || !wake_word_.Present()) {
    sleeper_.WaitForCall(std::min(time, unwoken_linger_));
    return;
  }
  wake_word_.Arm(filling_bytes_);
  // What came before the word was set has not asked for a wake-up.
  if (source_.WaitingBytes() < filling_bytes_) WaitForRing(time);
  wake_word_.Disarm();
}

// Whether so much comes that programs, which look at the ring for a word that is set, pay more for
// it than the thread does for looking by itself.
bool Ring::Storms() {
  const std::uint64_t before = std::exchange(gathered_until_, source_.ConsumerPosition());
  return gathered_until_ - before >= filling_bytes_ / 2;
}

void Ring::Sleep() {
  wake_word_.Arm(kNextRecord);
  // What came before the word was set has not asked for a wake-up.
  if (ConsumeTurn() == Progress::kNothing && !stopping_) {
    // Behind a record that is still being written others may fill the ring, and then none can ask.
    const bool busy = source_.WaitingBytes() > 0;
    WaitForRing(busy ? std::min(SleepTime(), unwoken_linger_) : SleepTime());
  }
  wake_word_.Disarm();
}

void Ring::WaitForRing(milliseconds timeout) {
  const bool by_ring = sleeper_.WaitForRing(timeout);
  const std::lock_guard<FairMutex> lock(mutex_);
  wakeups_ += by_ring ? 1 : 0;
}

void Ring::WaitForRoom() {
  {
    const std::lock_guard<FairMutex> lock(mutex_);
    if (!backlog_.Full()) return;
    stalled_ = true;
    ++stalls_;
  }
  while (!stopping_) {
    sleeper_.WaitForCall(kSafetyTimeout);
    const std::lock_guard<FairMutex> lock(mutex_);
    if (!stalled_) return;
  }
}

void Ring::TellIfDue(bool emptied) {
  if (delivery_.Due(backlog_.UsedBytes(), emptied, Clock::now())) TellNow();
}

void Ring::TellNow() {
  delivery_.Tell(Clock::now());
  tell_();
}

milliseconds Ring::SleepTime() {
  const std::lock_guard<FairMutex> lock(mutex_);
  const Clock::time_point deadline = delivery_.Deadline();
  const Clock::time_point now = Clock::now();
  if (deadline >= now + kSafetyTimeout) return kSafetyTimeout;
  return std::max(std::chrono::ceil<milliseconds>(deadline - now), milliseconds(0));
}

}  // namespace probekit
