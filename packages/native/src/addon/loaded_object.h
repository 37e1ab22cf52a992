#pragma once

#include <napi.h>

#include <memory>
#include <vector>

#include "bpf_map.h"
#include "link.h"
#include "object_file.h"

namespace probekit {

/** An object that the kernel holds. */
class LoadedObject {
 public:
  static constexpr napi_type_tag kTag = {0x70726f62656b6974, 0x6c6f616465640001};
  static constexpr const char* kKind = "LoadedObject";

  explicit LoadedObject(std::unique_ptr<ObjectFile> file) : file_(std::move(file)) {}
  ~LoadedObject() { Close(); }
  LoadedObject(const LoadedObject&) = delete;
  LoadedObject& operator=(const LoadedObject&) = delete;

  bool Closed() const { return file_ == nullptr; }
  /** Links first, newest first: some refer to the object's own bookkeeping (USDT). */
  void Close();

  ObjectFile& File() { return *file_; }
  /** Keeps the link until it or this object is closed. */
  void Add(std::shared_ptr<Link> link);
  /** Closes the map with this object, unless it is gone before. */
  void Add(const std::shared_ptr<BpfMap>& map);

 private:
  std::unique_ptr<ObjectFile> file_;
  std::vector<std::shared_ptr<Link>> links_;
  std::vector<std::weak_ptr<BpfMap>> maps_;
};

}  // namespace probekit
