#pragma once

#include <bpf/btf.h>
#include <napi.h>

#include <memory>
#include <string>

namespace probekit {

/** Type information; never changed once it is here, so any thread may read it. */
class Btf {
 public:
  static constexpr napi_type_tag kTag = {0x70726f62656b6974, 0x6274660000000001};
  static constexpr const char* kKind = "Btf";

  /** A copy, independent of the object it came from; `nullptr` gives one without any type. */
  static std::shared_ptr<Btf> CopyOf(const struct btf* source);
  /**
   * The running kernel's, read and kept until `ForgetKernel`: some 6 MiB, and 5 ms to read.
   *
   * @return empty with `errno` set when the kernel has none.
   */
  static std::shared_ptr<Btf> OfKernel();
  /** Those who still use it keep it. */
  static void ForgetKernel();

  explicit Btf(struct btf* data) : data_(data) {}
  ~Btf() { btf__free(data_); }
  Btf(const Btf&) = delete;
  Btf& operator=(const Btf&) = delete;

  /** Nothing to close. */
  bool Closed() const { return false; }

  const struct btf* Data() const { return data_; }

  /** 0 when there is none of that name and kind. */
  std::uint32_t Find(const std::string& name, std::uint32_t kind) const;
  /** `nullptr` for an id that is not in the table. */
  const struct btf_type* Type(std::uint32_t id) const { return btf__type_by_id(data_, id); }
  std::uint32_t TypeCount() const { return data_ == nullptr ? 0 : btf__type_cnt(data_); }
  /** Never null. */
  const char* Name(const struct btf_type* type) const { return String(type->name_off); }
  const char* String(std::uint32_t offset) const;
  std::uint32_t PointerSizeBytes() const;
  /** Follows typedefs, qualifiers and type tags. 0 is `void`, and what a damaged table leads to. */
  std::uint32_t Resolve(std::uint32_t id) const;

 private:
  struct btf* data_;
};

}  // namespace probekit
