#include "object_file.h"

#include <cstring>

#include "log_capture.h"

namespace probekit {
namespace {

/** `exec.rodata` is `.rodata`; `.data.custom` is itself. The object's own name has no dots. */
std::string SectionName(const char* map_name) {
  const char* dot = std::strchr(map_name, '.');
  return dot != nullptr ? dot : map_name;
}

}  // namespace

ObjectFile::ObjectFile(std::string name, struct bpf_object* object)
    : name_(std::move(name)), object_(object) {
  struct bpf_map* map = nullptr;
  bpf_object__for_each_map(map, object) {
    std::size_t size = 0;
    const bool is_data = bpf_map__is_internal(map) && bpf_map__initial_value(map, &size) != nullptr;
    const char* map_name = bpf_map__name(map);
    maps_.push_back({is_data ? SectionName(map_name) : map_name, map, is_data, false});
    // An object must not leave anything behind in bpffs.
    bpf_map__set_pin_path(map, nullptr);
  }
}

ObjectFile::~ObjectFile() {
  LogCapture quiet;
  bpf_object__close(object_);
}

MapEntry* ObjectFile::Map(const std::string& name) {
  for (MapEntry& entry : maps_) {
    if (entry.name == name) return &entry;
  }
  return nullptr;
}

struct bpf_program* ObjectFile::Program(const std::string& name) {
  return bpf_object__find_program_by_name(object_, name.c_str());
}

}  // namespace probekit
