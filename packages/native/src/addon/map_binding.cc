#include <bpf/bpf.h>

#include <cerrno>
#include <limits>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "arguments.h"
#include "bpf_map.h"
#include "exports.h"
#include "handle.h"
#include "map_batch.h"

namespace probekit {
namespace {

/** Exactly `size` bytes; the kernel reads that many whatever the caller's array holds. */
Bytes ExactBytes(const Napi::CallbackInfo& info, std::size_t index, const char* name,
                 std::size_t size) {
  const Bytes bytes = BytesArgument(info, index, name);
  if (bytes.size != size) {
    throw Napi::RangeError::New(info.Env(), std::string(name) + ": expected " +
                                                std::to_string(size) + " bytes, not " +
                                                std::to_string(bytes.size));
  }
  return bytes;
}

Napi::Error Failed(Napi::Env env, const char* operation, const BpfMap& map) {
  return KernelError(env, {errno, operation, map.Name()});
}

/** All keys one after the other. */
int CollectKeys(const BpfMap& map, std::vector<std::uint8_t>& keys) {
  const std::size_t size = map.Shape().key_size_bytes;
  // When the key that the walk stands on is deleted the kernel starts again from the first, so a
  // busy map repeats keys and, without a bound on the steps, never ends.
  std::unordered_set<std::string> seen;
  const std::uint64_t max_steps = 4 * (std::uint64_t{map.Shape().max_entries} + 16);
  std::string current(size, '\0');
  std::string next(size, '\0');
  const void* from = nullptr;
  for (std::uint64_t step = 0; step < max_steps; ++step) {
    // SAFETY: both buffers have the map's key size.
    if (bpf_map_get_next_key(map.Fd(), from, next.data()) != 0) {
      return errno == ENOENT ? 0 : -errno;
    }
    if (seen.insert(next).second) keys.insert(keys.end(), next.begin(), next.end());
    current.swap(next);
    from = current.data();
  }
  return 0;
}

Napi::Error Unsupported(Napi::Env env, const char* operation, const BpfMap& map) {
  Failure failure = {EOPNOTSUPP, operation, map.Name()};
  failure.reason = "not for maps of type " + TypeName(map.Shape().type);
  return KernelError(env, failure);
}

Napi::Value Read(const Napi::CallbackInfo& info, const char* operation, BatchRead read) {
  const auto map = OpenHandle<BpfMap>(info, 0, operation);
  Napi::Env env = info.Env();
  if (!CanReadEntries(map->Shape().type, read)) throw Unsupported(env, operation, *map);
  Entries entries;
  if (const int result = ReadEntries(*map, read, entries); result != 0) {
    Failure failure = {result, operation, map->Name()};
    if (read == BatchRead::kDelete && entries.count > 0) {
      failure.reason = std::to_string(entries.count) + " entries were deleted and are lost";
    }
    throw KernelError(env, failure);
  }
  using Buffer = Napi::Buffer<std::uint8_t>;
  Napi::Object object = Napi::Object::New(env);
  object.Set("count", static_cast<double>(entries.count));
  object.Set("keys", Buffer::Copy(env, entries.keys.data(), entries.keys.size()));
  object.Set("values", Buffer::Copy(env, entries.values.data(), entries.values.size()));
  return object;
}

}  // namespace

Napi::Value MapOpen(const Napi::CallbackInfo& info) {
  const auto id = static_cast<std::uint32_t>(
      IntegerArgument(info, 0, "id", 1, std::numeric_limits<std::uint32_t>::max()));
  std::shared_ptr<BpfMap> map = BpfMap::OfId(id);
  if (map == nullptr) throw KernelError(info.Env(), {errno, "openMap", std::to_string(id)});
  return WrapHandle(info.Env(), std::move(map));
}

Napi::Value MapInfo(const Napi::CallbackInfo& info) {
  const auto map = UnwrapHandle<BpfMap>(info[0]);
  return ToObject(info.Env(), map->Name(), map->Shape());
}

Napi::Value MapLookup(const Napi::CallbackInfo& info) {
  const auto map = OpenHandle<BpfMap>(info, 0, "lookup");
  const Bytes key = ExactBytes(info, 1, "key", map->Shape().key_size_bytes);
  Napi::Uint8Array value = Napi::Uint8Array::New(info.Env(), map->LookupSizeBytes());
  // SAFETY: `value` has the size that the kernel writes for this type and number of CPUs.
  if (bpf_map_lookup_elem(map->Fd(), key.size > 0 ? key.data : nullptr, value.Data()) != 0) {
    if (errno == ENOENT) return info.Env().Undefined();
    throw Failed(info.Env(), "lookup", *map);
  }
  return value;
}

void MapUpdate(const Napi::CallbackInfo& info) {
  const auto map = OpenHandle<BpfMap>(info, 0, "update");
  const Bytes key = ExactBytes(info, 1, "key", map->Shape().key_size_bytes);
  const Bytes value = ExactBytes(info, 2, "value", map->LookupSizeBytes());
  const auto flags = static_cast<std::uint64_t>(IntegerArgument(info, 3, "flags", 0, BPF_EXIST));
  if (bpf_map_update_elem(map->Fd(), key.size > 0 ? key.data : nullptr, value.data, flags) != 0) {
    throw Failed(info.Env(), "update", *map);
  }
}

Napi::Value MapDelete(const Napi::CallbackInfo& info) {
  const auto map = OpenHandle<BpfMap>(info, 0, "delete");
  const Bytes key = ExactBytes(info, 1, "key", map->Shape().key_size_bytes);
  if (bpf_map_delete_elem(map->Fd(), key.size > 0 ? key.data : nullptr) == 0) {
    return Napi::Boolean::New(info.Env(), true);
  }
  if (errno != ENOENT) throw Failed(info.Env(), "delete", *map);
  return Napi::Boolean::New(info.Env(), false);
}

Napi::Value MapKeys(const Napi::CallbackInfo& info) {
  const auto map = OpenHandle<BpfMap>(info, 0, "keys");
  const std::size_t size = map->Shape().key_size_bytes;
  if (size == 0) {
    errno = EOPNOTSUPP;
    throw Failed(info.Env(), "keys", *map);
  }
  std::vector<std::uint8_t> bytes;
  if (const int result = CollectKeys(*map, bytes); result != 0) {
    errno = -result;
    throw Failed(info.Env(), "keys", *map);
  }
  Napi::Array keys = Napi::Array::New(info.Env(), bytes.size() / size);
  for (std::size_t offset = 0; offset < bytes.size(); offset += size) {
    Napi::HandleScope scope(info.Env());
    Napi::Uint8Array key = Napi::Uint8Array::New(info.Env(), size);
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(offset), size, key.Data());
    keys.Set(static_cast<std::uint32_t>(offset / size), key);
  }
  return keys;
}

Napi::Value MapEntries(const Napi::CallbackInfo& info) {
  return Read(info, "entries", BatchRead::kKeep);
}

Napi::Value MapDrain(const Napi::CallbackInfo& info) {
  return Read(info, "drain", BatchRead::kDelete);
}

void MapSetInner(const Napi::CallbackInfo& info) {
  const auto map = OpenHandle<BpfMap>(info, 0, "setInner");
  const enum bpf_map_type type = map->Shape().type;
  if (type != BPF_MAP_TYPE_ARRAY_OF_MAPS && type != BPF_MAP_TYPE_HASH_OF_MAPS) {
    throw Unsupported(info.Env(), "setInner", *map);
  }
  const Bytes key = ExactBytes(info, 1, "key", map->Shape().key_size_bytes);
  const auto inner = OpenHandle<BpfMap>(info, 2, "setInner");
  const int fd = inner->Fd();
  if (bpf_map_update_elem(map->Fd(), key.data, &fd, BPF_ANY) != 0) {
    Failure failure = {errno, "setInner", map->Name()};
    if (failure.error == EINVAL) {
      failure.reason = inner->Name() + " is not of the type and sizes that this map holds";
    }
    throw KernelError(info.Env(), failure);
  }
}

void MapClose(const Napi::CallbackInfo& info) { CloseHandle<BpfMap>(info); }

}  // namespace probekit
