#pragma once

#include <bpf/libbpf.h>
#include <napi.h>

#include <cstdint>
#include <string>

namespace probekit {

/** What says how keys and values of a map look. */
struct MapShape {
  enum bpf_map_type type;
  std::uint32_t key_size_bytes;
  std::uint32_t value_size_bytes;
  std::uint32_t max_entries;
};

/** As in the kernel's UAPI, in lower case. */
std::string TypeName(enum bpf_map_type type);

/** Of a map that may not exist yet. */
MapShape ShapeOf(const struct bpf_map* map);

/** As `MapInfo` in TypeScript. */
Napi::Object ToObject(Napi::Env env, const std::string& name, const MapShape& shape);

}  // namespace probekit
