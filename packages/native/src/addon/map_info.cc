#include "map_info.h"

namespace probekit {

std::string TypeName(enum bpf_map_type type) {
  const char* name = libbpf_bpf_map_type_str(type);
  return name != nullptr ? name : "type_" + std::to_string(type);
}

MapShape ShapeOf(const struct bpf_map* map) {
  return {bpf_map__type(map), bpf_map__key_size(map), bpf_map__value_size(map),
          bpf_map__max_entries(map)};
}

Napi::Object ToObject(Napi::Env env, const std::string& name, const MapShape& shape) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("name", name);
  object.Set("type", TypeName(shape.type));
  object.Set("keySizeBytes", shape.key_size_bytes);
  object.Set("valueSizeBytes", shape.value_size_bytes);
  object.Set("maxEntries", shape.max_entries);
  return object;
}

}  // namespace probekit
