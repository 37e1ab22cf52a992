#pragma once

#include <napi.h>

#include <memory>

#include "btf.h"
#include "object_file.h"
#include "typed_programs.h"
#include "unique_fd.h"

namespace probekit {

/** A parsed object that has not been loaded; loading takes its file away. */
struct OpenedObject {
  static constexpr napi_type_tag kTag = {0x70726f62656b6974, 0x6f70656e65640001};
  static constexpr const char* kKind = "OpenedObject";

  bool Closed() const { return file == nullptr; }
  void Close() {
    typed_programs = {};
    file.reset();
    lean_btf.Reset();
  }

  std::unique_ptr<ObjectFile> file;
  // SAFETY: about `file`'s programs; not asked when there is none (`Closed`).
  TypedPrograms typed_programs;
  // What libbpf reads in place of the kernel's type information, from the load on; not valid where
  // it has to read the kernel's.
  UniqueFd lean_btf;
  std::shared_ptr<Btf> btf;
};

}  // namespace probekit
