#pragma once

#include <bpf/libbpf.h>

#include <memory>
#include <string>
#include <vector>

namespace probekit {

/** A map of an object under the name that its author wrote. */
struct MapEntry {
  /** For a data section the section's name; libbpf's own would have the object's as a prefix. */
  std::string name;
  struct bpf_map* map;
  /** Holds a data section: its contents are set before the load. */
  bool is_data;
  bool reused;
};

/** A libbpf object and the parts that can be named. */
class ObjectFile {
 public:
  /** Takes over `object`. */
  ObjectFile(std::string name, struct bpf_object* object);
  ~ObjectFile();
  ObjectFile(const ObjectFile&) = delete;
  ObjectFile& operator=(const ObjectFile&) = delete;

  const std::string& Name() const { return name_; }
  struct bpf_object* Get() const { return object_; }
  std::vector<MapEntry>& Maps() { return maps_; }

  /** `nullptr` if there is none. */
  MapEntry* Map(const std::string& name);
  struct bpf_program* Program(const std::string& name);

 private:
  std::string name_;
  struct bpf_object* object_;
  // Collected when opened: libbpf renames a map that reuses another.
  std::vector<MapEntry> maps_;
};

}  // namespace probekit
