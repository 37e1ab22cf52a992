#include <napi.h>

#include "environment.h"
#include "exports.h"

namespace probekit {
namespace {

template <typename Callback>
void Export(Napi::Object exports, const char* name, Callback callback) {
  exports.Set(name, Napi::Function::New(exports.Env(), callback, name));
}

Napi::Object Initialize(Napi::Env env, Napi::Object exports) {
  env.SetInstanceData(new Environment());

  Export(exports, "libbpfVersion", LibbpfVersion);
  Export(exports, "clocks", Clocks);
  Export(exports, "kernelObjectIds", KernelObjectIds);
  Export(exports, "hasTracepoint", HasTracepoint);

  Export(exports, "kernelBtfRead", KernelBtfRead);
  Export(exports, "kernelBtfForget", KernelBtfForget);
  Export(exports, "btfStruct", BtfStruct);
  Export(exports, "btfEnum", BtfEnum);
  Export(exports, "btfVariable", BtfVariable);
  Export(exports, "btfFunction", BtfFunction);
  Export(exports, "btfTracepoint", BtfTracepoint);

  Export(exports, "objectOpen", ObjectOpen);
  Export(exports, "objectPrograms", ObjectPrograms);
  Export(exports, "objectMaps", ObjectMaps);
  Export(exports, "objectBtf", ObjectBtf);
  Export(exports, "objectLoad", ObjectLoad);
  Export(exports, "objectCloseOpened", ObjectCloseOpened);
  Export(exports, "objectSetAutoload", ObjectSetAutoload);
  Export(exports, "objectSetAttachTarget", ObjectSetAttachTarget);
  Export(exports, "objectSetMaxEntries", ObjectSetMaxEntries);
  Export(exports, "objectReuseMap", ObjectReuseMap);
  Export(exports, "objectSetData", ObjectSetData);
  Export(exports, "objectMap", ObjectMap);
  Export(exports, "objectRun", ObjectRun);
  Export(exports, "objectProgramStats", ObjectProgramStats);
  Export(exports, "objectClose", ObjectClose);

  Export(exports, "attachSection", AttachSection);
  Export(exports, "attachTracepoint", AttachTracepoint);
  Export(exports, "attachRawTracepoint", AttachRawTracepoint);
  Export(exports, "attachKprobe", AttachKprobe);
  Export(exports, "attachKsyscall", AttachKsyscall);
  Export(exports, "attachUprobe", AttachUprobe);
  Export(exports, "attachUsdt", AttachUsdt);
  Export(exports, "attachCgroup", AttachCgroup);
  Export(exports, "attachPerfEvent", AttachPerfEvent);
  Export(exports, "linkClose", LinkClose);

  Export(exports, "mapOpen", MapOpen);
  Export(exports, "mapInfo", MapInfo);
  Export(exports, "mapLookup", MapLookup);
  Export(exports, "mapUpdate", MapUpdate);
  Export(exports, "mapDelete", MapDelete);
  Export(exports, "mapKeys", MapKeys);
  Export(exports, "mapEntries", MapEntries);
  Export(exports, "mapDrain", MapDrain);
  Export(exports, "mapSetInner", MapSetInner);
  Export(exports, "mapClose", MapClose);

  Export(exports, "ringOpen", RingOpen);
  Export(exports, "ringRead", RingRead);
  Export(exports, "ringDrain", RingDrain);
  Export(exports, "ringStats", RingStats);
  Export(exports, "ringRef", RingRef);
  Export(exports, "ringUnref", RingUnref);
  Export(exports, "ringClose", RingClose);
  return exports;
}

}  // namespace
}  // namespace probekit

// The macro defines functions at global scope.
static Napi::Object Initialize(Napi::Env env, Napi::Object exports) {
  return probekit::Initialize(env, exports);
}
NODE_API_MODULE(native, Initialize)
