#pragma once

#include <bpf/btf.h>
#include <napi.h>

#include <memory>
#include <string>
#include <vector>

namespace probekit {

/** Bytes that stay for as long as someone has them. */
struct BtfBytes {
  std::shared_ptr<const char> data;
  std::size_t size = 0;
};

/**
 * Type information (Documentation/bpf/btf.rst); never changed once it is here, so any thread may
 * read it.
 *
 * libbpf's own reader copies what it reads twice (from libbpf 1.6 on not always), which for the
 * kernel's takes ten times as long as all that is asked of it. This one leaves the bytes where they
 * are.
 */
class Btf {
 public:
  static constexpr napi_type_tag kTag = {0x70726f62656b6974, 0x6274660000000001};
  static constexpr const char* kKind = "Btf";

  /** BPF's everywhere, and those of every host that this is built for. */
  static constexpr std::uint32_t kPointerBytes = 8;

  /** Without any type. */
  Btf() = default;

  /** `nullptr`, with `errno` set, for bytes that are no whole table of kinds that are known. */
  static std::shared_ptr<Btf> Parse(BtfBytes bytes);
  /** Independent of the object that it came from; `nullptr` gives one without any type. */
  static std::shared_ptr<Btf> CopyOf(const struct btf* source);

  /** Nothing to close. */
  bool Closed() const { return false; }

  /** 0 when there is none of that name and kind. */
  std::uint32_t Find(const std::string& name, std::uint32_t kind) const;
  /** That of 0 is `void`; `nullptr` for an id that is not in the table. */
  const struct btf_type* Type(std::uint32_t id) const;
  /** `void` included, so that ids are below it. */
  std::uint32_t TypeCount() const { return static_cast<std::uint32_t>(types_.size()) + 1; }
  /** Never null. */
  const char* Name(const struct btf_type* type) const { return String(type->name_off); }
  const char* String(std::uint32_t offset) const;
  /** Follows typedefs, qualifiers and type tags. 0 is `void`, and what a damaged table leads to. */
  std::uint32_t Resolve(std::uint32_t id) const;

 private:
  std::shared_ptr<const char> bytes_;
  // Where each type from 1 on begins.
  std::vector<const struct btf_type*> types_;
  const char* strings_ = "";
  std::uint32_t strings_size_ = 1;
};

/** How long a type is with all that follows it; 0 for a kind that is not known. */
std::size_t SizeOf(const struct btf_type* type);

}  // namespace probekit
