#include "loaded_object.h"

#include <algorithm>
#include <cerrno>

#include "arguments.h"
#include "exports.h"
#include "handle.h"

namespace probekit {

void LoadedObject::Close() {
  while (!links_.empty()) {
    links_.back()->Close();
    links_.pop_back();
  }
  for (const std::weak_ptr<BpfMap>& held : maps_) {
    if (const std::shared_ptr<BpfMap> map = held.lock()) map->Close();
  }
  maps_.clear();
  file_.reset();
}

void LoadedObject::Add(std::shared_ptr<Link> link) {
  // Those closed one by one would otherwise pile up.
  links_.erase(
      std::remove_if(links_.begin(), links_.end(), [](const auto& held) { return held->Closed(); }),
      links_.end());
  links_.push_back(std::move(link));
}

void LoadedObject::Add(const std::shared_ptr<BpfMap>& map) {
  maps_.erase(
      std::remove_if(maps_.begin(), maps_.end(), [](const auto& held) { return held.expired(); }),
      maps_.end());
  maps_.push_back(map);
}

Napi::Value ObjectMap(const Napi::CallbackInfo& info) {
  const auto object = OpenHandle<LoadedObject>(info, 0, "map");
  const std::string name = StringArgument(info, 1, "name");
  const std::string subject = object->File().Name() + "/" + name;
  const MapEntry* entry = object->File().Map(name);
  if (entry == nullptr) {
    throw KernelError(info.Env(), {ENOENT, "map", subject, {}, "no such map"});
  }
  const int fd = bpf_map__fd(entry->map);
  if (fd < 0) {
    throw KernelError(info.Env(), {ENOENT, "map", subject, {}, "the map was not created"});
  }
  std::shared_ptr<BpfMap> map = BpfMap::Duplicate(name, fd);
  if (map == nullptr) throw KernelError(info.Env(), {errno, "map", subject});
  object->Add(map);
  return WrapHandle(info.Env(), std::move(map));
}

void ObjectClose(const Napi::CallbackInfo& info) { CloseHandle<LoadedObject>(info); }

}  // namespace probekit
