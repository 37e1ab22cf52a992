#pragma once

#include <napi.h>

#include <memory>
#include <string>

#include "map_info.h"
#include "unique_fd.h"

namespace probekit {

/** A map in the kernel, through a descriptor of its own. */
class BpfMap {
 public:
  static constexpr napi_type_tag kTag = {0x70726f62656b6974, 0x6d61700000000001};
  static constexpr const char* kKind = "BpfMap";

  /** @return empty with `errno` set if the map cannot be held. */
  static std::shared_ptr<BpfMap> Duplicate(std::string name, int fd);

  /** Of any process, under the name that the kernel has. As for {@link Duplicate}. */
  static std::shared_ptr<BpfMap> OfId(std::uint32_t id);

  BpfMap(std::string name, UniqueFd fd, const struct bpf_map_info& info, int cpus);

  bool Closed() const { return !fd_.Valid(); }
  void Close() { fd_.Reset(); }

  int Fd() const { return fd_.Get(); }
  const std::string& Name() const { return name_; }
  const MapShape& Shape() const { return shape_; }
  /** The kernel's id, unique while the map lives. */
  std::uint32_t Id() const { return id_; }
  /** Bytes that a lookup writes: for a per-CPU map one value for each possible CPU. */
  std::size_t LookupSizeBytes() const;

 private:
  /** @param name empty: as the kernel has it. */
  static std::shared_ptr<BpfMap> Own(std::string name, UniqueFd fd);

  std::string name_;
  UniqueFd fd_;
  MapShape shape_;
  std::uint32_t id_;
  std::size_t cpus_;
};

}  // namespace probekit
