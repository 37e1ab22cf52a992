#include "bpf_map.h"

#include <bpf/bpf.h>

#include <cerrno>

namespace probekit {
namespace {

bool IsPerCpu(enum bpf_map_type type) {
  return type == BPF_MAP_TYPE_PERCPU_HASH || type == BPF_MAP_TYPE_PERCPU_ARRAY ||
         type == BPF_MAP_TYPE_LRU_PERCPU_HASH || type == BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE;
}

}  // namespace

std::shared_ptr<BpfMap> BpfMap::Duplicate(std::string name, int fd) {
  return Own(std::move(name), UniqueFd::Duplicate(fd));
}

std::shared_ptr<BpfMap> BpfMap::OfId(std::uint32_t id) {
  // libbpf asks for the descriptor with O_CLOEXEC.
  return Own({}, UniqueFd(bpf_map_get_fd_by_id(id)));
}

std::shared_ptr<BpfMap> BpfMap::Own(std::string name, UniqueFd fd) {
  if (!fd.Valid()) return nullptr;
  struct bpf_map_info info = {};
  std::uint32_t size = sizeof info;
  if (bpf_obj_get_info_by_fd(fd.Get(), &info, &size) != 0) return nullptr;
  const int cpus = libbpf_num_possible_cpus();
  if (cpus < 0) {
    errno = -cpus;
    return nullptr;
  }
  if (name.empty()) name = info.name;
  return std::make_shared<BpfMap>(std::move(name), std::move(fd), info, cpus);
}

BpfMap::BpfMap(std::string name, UniqueFd fd, const struct bpf_map_info& info, int cpus)
    : name_(std::move(name)),
      fd_(std::move(fd)),
      shape_{static_cast<enum bpf_map_type>(info.type), info.key_size, info.value_size,
             info.max_entries},
      id_(info.id),
      cpus_(static_cast<std::size_t>(cpus)) {}

std::size_t BpfMap::LookupSizeBytes() const {
  const std::size_t size = shape_.value_size_bytes;
  return IsPerCpu(shape_.type) ? (size + 7) / 8 * 8 * cpus_ : size;
}

}  // namespace probekit
