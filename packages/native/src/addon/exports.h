#pragma once

#include <napi.h>

namespace probekit {

// The functions that JavaScript sees, by file.

// version.cc
Napi::Value LibbpfVersion(const Napi::CallbackInfo& info);
// clocks.cc
Napi::Value Clocks(const Napi::CallbackInfo& info);
// object_ids.cc
Napi::Value KernelObjectIds(const Napi::CallbackInfo& info);
// tracepoint.cc
Napi::Value HasTracepoint(const Napi::CallbackInfo& info);

// btf_binding.cc
void KernelBtfRead(const Napi::CallbackInfo& info);
void KernelBtfForget(const Napi::CallbackInfo& info);
Napi::Value BtfStruct(const Napi::CallbackInfo& info);
Napi::Value BtfEnum(const Napi::CallbackInfo& info);
Napi::Value BtfVariable(const Napi::CallbackInfo& info);
Napi::Value BtfFunction(const Napi::CallbackInfo& info);
Napi::Value BtfTracepoint(const Napi::CallbackInfo& info);

// opened_object.cc
Napi::Value ObjectOpen(const Napi::CallbackInfo& info);
Napi::Value ObjectPrograms(const Napi::CallbackInfo& info);
Napi::Value ObjectMaps(const Napi::CallbackInfo& info);
Napi::Value ObjectBtf(const Napi::CallbackInfo& info);
Napi::Value ObjectLoad(const Napi::CallbackInfo& info);
void ObjectCloseOpened(const Napi::CallbackInfo& info);
// configure.cc
void ObjectSetAutoload(const Napi::CallbackInfo& info);
void ObjectSetAttachTarget(const Napi::CallbackInfo& info);
void ObjectSetMaxEntries(const Napi::CallbackInfo& info);
void ObjectReuseMap(const Napi::CallbackInfo& info);
void ObjectSetData(const Napi::CallbackInfo& info);
// loaded_object.cc
Napi::Value ObjectMap(const Napi::CallbackInfo& info);
void ObjectClose(const Napi::CallbackInfo& info);
// program_run.cc
Napi::Value ObjectRun(const Napi::CallbackInfo& info);
// program_stats.cc
Napi::Value ObjectProgramStats(const Napi::CallbackInfo& info);

// attach_*.cc
Napi::Value AttachSection(const Napi::CallbackInfo& info);
Napi::Value AttachTracepoint(const Napi::CallbackInfo& info);
Napi::Value AttachRawTracepoint(const Napi::CallbackInfo& info);
Napi::Value AttachKprobe(const Napi::CallbackInfo& info);
Napi::Value AttachKsyscall(const Napi::CallbackInfo& info);
Napi::Value AttachUprobe(const Napi::CallbackInfo& info);
Napi::Value AttachUsdt(const Napi::CallbackInfo& info);
Napi::Value AttachCgroup(const Napi::CallbackInfo& info);
Napi::Value AttachPerfEvent(const Napi::CallbackInfo& info);
// link.cc
void LinkClose(const Napi::CallbackInfo& info);

// map_binding.cc
Napi::Value MapOpen(const Napi::CallbackInfo& info);
Napi::Value MapInfo(const Napi::CallbackInfo& info);
Napi::Value MapLookup(const Napi::CallbackInfo& info);
void MapUpdate(const Napi::CallbackInfo& info);
Napi::Value MapDelete(const Napi::CallbackInfo& info);
Napi::Value MapKeys(const Napi::CallbackInfo& info);
Napi::Value MapEntries(const Napi::CallbackInfo& info);
Napi::Value MapDrain(const Napi::CallbackInfo& info);
void MapSetInner(const Napi::CallbackInfo& info);
void MapClose(const Napi::CallbackInfo& info);

// ring_binding.cc
Napi::Value RingOpen(const Napi::CallbackInfo& info);
Napi::Value RingRead(const Napi::CallbackInfo& info);
Napi::Value RingDrain(const Napi::CallbackInfo& info);
Napi::Value RingStats(const Napi::CallbackInfo& info);
void RingRef(const Napi::CallbackInfo& info);
void RingUnref(const Napi::CallbackInfo& info);
void RingClose(const Napi::CallbackInfo& info);

}  // namespace probekit
