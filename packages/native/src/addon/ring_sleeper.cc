#include "ring_sleeper.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

#include <cstdint>

#include "system_failure.h"

namespace probekit {
namespace {

void Watch(int epoll_fd, int fd, std::uint32_t events) {
  struct epoll_event event = {};
  event.events = events;
  event.data.fd = fd;
  if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event) != 0) throw SystemFailure("epoll_ctl");
}

}  // namespace

RingSleeper::RingSleeper(int ring_fd) : call_fd_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (!call_fd_.Valid()) throw SystemFailure("eventfd");
  epoll_fd_ = UniqueFd(epoll_create1(EPOLL_CLOEXEC));
  if (!epoll_fd_.Valid()) throw SystemFailure("epoll_create");
  Watch(epoll_fd_.Get(), call_fd_.Get(), EPOLLIN);
  // By its wake-ups: that there are records does not end a wait in which they are to gather.
  Watch(epoll_fd_.Get(), ring_fd, EPOLLIN | EPOLLET);
}

void RingSleeper::Call() {
  // Fails only when the counter is full, and then it wakes the thread as well.
  eventfd_write(call_fd_.Get(), 1);
}

bool RingSleeper::WaitForRing(std::chrono::milliseconds timeout) {
  struct epoll_event events[2];
  const int count = epoll_wait(epoll_fd_.Get(), events, 2, static_cast<int>(timeout.count()));
  bool by_ring = false;
  for (int index = 0; index < count; ++index) {
    if (events[index].data.fd == call_fd_.Get()) {
      ClearCall();
    } else {
      by_ring = true;
    }
  }
  return by_ring;
}

void RingSleeper::WaitForCall(std::chrono::milliseconds timeout) {
  struct pollfd call = {call_fd_.Get(), POLLIN, 0};
  if (poll(&call, 1, static_cast<int>(timeout.count())) > 0) ClearCall();
}

void RingSleeper::ClearCall() {
  eventfd_t count = 0;
  eventfd_read(call_fd_.Get(), &count);
}

}  // namespace probekit
