#pragma once

#include <string>

namespace probekit {

/**
 * Collects what libbpf prints on this thread while it is in scope, warnings and the verifier's
 * log included, so that nothing reaches stderr and an error can carry it.
 */
class LogCapture {
 public:
  LogCapture();
  ~LogCapture();
  LogCapture(const LogCapture&) = delete;
  LogCapture& operator=(const LogCapture&) = delete;

  const std::string& Text() const { return text_; }
  void Append(const std::string& line);

 private:
  std::string text_;
  LogCapture* outer_;
};

}  // namespace probekit
