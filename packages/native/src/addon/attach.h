#pragma once

#include <linux/perf_event.h>

#include <memory>
#include <string>

#include "arguments.h"
#include "loaded_object.h"
#include "log_capture.h"
#include "unique_fd.h"

namespace probekit {

/** What every attach function begins and ends with: `(object, program, …) => link`. */
class Attachment {
 public:
  explicit Attachment(const Napi::CallbackInfo& info);

  const struct bpf_program* Program() const { return program_; }
  Napi::Env Env() const { return env_; }
  /** @param link what libbpf returned; null: fails with `errno`. */
  Napi::Value Finish(struct bpf_link* link);
  Napi::Error Failed(int error, const std::string& reason = {}) const;

 private:
  Napi::Env env_;
  std::shared_ptr<LoadedObject> object_;
  struct bpf_program* program_;
  std::string subject_;
  LogCapture log_;
};

/** Runs the program at a perf event, which the link then owns. */
Napi::Value FinishPerfEvent(Attachment& attachment, struct perf_event_attr& event, int cpu);

/** Runs the program at `category:name`, also where no tracefs is mounted. */
Napi::Value FinishTracepoint(Attachment& attachment, const std::string& category,
                             const std::string& name);

}  // namespace probekit
