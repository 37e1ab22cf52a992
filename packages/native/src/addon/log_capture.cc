#include "log_capture.h"

#include <bpf/libbpf.h>

#include <cstdarg>
#include <cstdio>
#include <mutex>

namespace probekit {
namespace {

// The verifier may write hundreds of megabytes; what matters is how a message begins and ends.
constexpr std::size_t kMaxMessageBytes = 4u << 20;
constexpr std::size_t kHeadBytes = 64u << 10;

thread_local LogCapture* current = nullptr;
libbpf_print_fn_t next_printer = nullptr;

std::string Format(const char* format, va_list arguments) {
  va_list counting;
  va_copy(counting, arguments);
  const int length = std::vsnprintf(nullptr, 0, format, counting);
  va_end(counting);
  if (length <= 0) return {};
  std::string text(static_cast<std::size_t>(length), '\0');
  // SAFETY: `vsnprintf` writes `length` characters and a terminator; `data()` has room for both.
  std::vsnprintf(text.data(), text.size() + 1, format, arguments);
  return text;
}

int Print(libbpf_print_level level, const char* format, va_list arguments) {
  if (current == nullptr) {
    // Another user of the same libbpf in this process, not one of our calls.
    return next_printer != nullptr ? next_printer(level, format, arguments) : 0;
  }
  if (level == LIBBPF_DEBUG) return 0;
  try {
    current->Append(Format(format, arguments));
  } catch (...) {
    // Out of memory: the log is lost. An exception must not unwind through C frames.
  }
  return 0;
}

}  // namespace

LogCapture::LogCapture() : outer_(current) {
  static std::once_flag installed;
  std::call_once(installed, [] { next_printer = libbpf_set_print(Print); });
  current = this;
}

LogCapture::~LogCapture() { current = outer_; }

void LogCapture::Append(const std::string& line) {
  if (line.size() <= kMaxMessageBytes) {
    text_ += line;
    return;
  }
  text_.append(line, 0, kHeadBytes);
  text_ += "\n[…]\n";
  text_.append(line, line.size() - (kMaxMessageBytes - kHeadBytes), std::string::npos);
}

}  // namespace probekit
